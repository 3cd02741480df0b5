from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "zoufang.ground.privacy"
    label = "privacy"
