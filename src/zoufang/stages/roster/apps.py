from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "zoufang.stages.roster"
    label = "roster"
