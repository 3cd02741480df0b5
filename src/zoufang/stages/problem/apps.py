from django.apps import AppConfig


class ProblemConfig(AppConfig):
    name = "zoufang.stages.problem"
    label = "problem"
