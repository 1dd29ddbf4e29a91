from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kpknow.demo"
    label = "demo"
