from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "zoufang.ground.channels"
    label = "channels"
