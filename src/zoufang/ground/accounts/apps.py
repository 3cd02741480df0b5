from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zoufang.ground.accounts"
    label = "accounts"

    def ready(self) -> None:
        from zoufang.ground.accounts import second_factor, sessions  # noqa: F401  (their receivers)
