from zoufang.ground.outbox.views.index import again, index

__all__ = ["again", "index"]
