from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "zoufang.stages.ledger"
    label = "ledger"
