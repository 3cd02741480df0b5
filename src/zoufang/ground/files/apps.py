from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zoufang.ground.files"
    label = "files"
