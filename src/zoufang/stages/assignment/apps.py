from django.apps import AppConfig


class AssignmentConfig(AppConfig):
    name = "zoufang.stages.assignment"
    label = "assignment"
