from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "kpknow.content"
    label = "content"
    verbose_name = "Sources and addresses"
