from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zoufang.ground.accounts"
    label = "accounts"
