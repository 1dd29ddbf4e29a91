from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "kpknow.upkeep"
    label = "upkeep"
