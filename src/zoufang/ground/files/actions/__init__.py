from zoufang.ground.files.actions.store import clean_picture, store_file, store_picture

__all__ = ["clean_picture", "store_file", "store_picture"]
