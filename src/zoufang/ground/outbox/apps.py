from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "zoufang.ground.outbox"
    label = "outbox"
