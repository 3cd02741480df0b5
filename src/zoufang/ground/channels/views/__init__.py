from zoufang.ground.channels.views.robots import remove, robots, test

__all__ = ["remove", "robots", "test"]
