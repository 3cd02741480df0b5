from django.apps import AppConfig


class SignupConfig(AppConfig):
    name = "zoufang.stages.signup"
    label = "signup"
