from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zoufang.ground.journal"
    label = "journal"
