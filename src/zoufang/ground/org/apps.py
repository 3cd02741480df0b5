from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "zoufang.ground.org"
    label = "org"
