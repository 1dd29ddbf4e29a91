from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("What happened")

    def ready(self) -> None:
        from events import codebook, history  # noqa: PLC0415  # after the models
        from events.tracking import TABLES  # noqa: PLC0415  # after the models
        from kpknow.content.tracking import track  # noqa: PLC0415

        track("events", TABLES)
        history.listen()
        codebook.fill()
