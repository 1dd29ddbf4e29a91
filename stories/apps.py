from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("What was learned")

    def ready(self) -> None:
        from kpknow.content.tracking import track  # noqa: PLC0415
        from stories import codebook, history  # noqa: PLC0415  # after the models
        from stories.tracking import TABLES  # noqa: PLC0415  # after the models

        track("stories", TABLES)
        history.listen()
        codebook.fill()
