from zoufang.ground.files.actions.store import store_file, store_picture

__all__ = ["store_file", "store_picture"]
