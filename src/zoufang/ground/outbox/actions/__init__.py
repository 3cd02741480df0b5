from zoufang.ground.outbox.actions.post import post

__all__ = ["post"]
