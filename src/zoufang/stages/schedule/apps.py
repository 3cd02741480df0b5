from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "zoufang.stages.schedule"
    label = "schedule"
