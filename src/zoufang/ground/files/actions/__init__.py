from zoufang.ground.files.actions.shred import shred_file, wipe
from zoufang.ground.files.actions.store import CleanPicture, clean_picture, store_file, store_picture
from zoufang.ground.files.actions.sweep import sweep_files

__all__ = [
    "CleanPicture",
    "clean_picture",
    "shred_file",
    "store_file",
    "store_picture",
    "sweep_files",
    "wipe",
]
