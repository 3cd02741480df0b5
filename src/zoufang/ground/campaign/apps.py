from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "zoufang.ground.campaign"
    label = "campaign"
