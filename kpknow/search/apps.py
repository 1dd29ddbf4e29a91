from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "kpknow.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from kpknow.search.signals import listen  # noqa: PLC0415  models are not there before now

        listen()
