from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "zoufang.ground.capture"
    label = "capture"
