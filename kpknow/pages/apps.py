from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "kpknow.pages"
    label = "pages"
