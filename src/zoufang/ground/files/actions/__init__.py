from zoufang.ground.files.actions.store import CleanPicture, clean_picture, store_file, store_picture

__all__ = ["CleanPicture", "clean_picture", "store_file", "store_picture"]
