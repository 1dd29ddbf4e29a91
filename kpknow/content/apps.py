from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ContentConfig(AppConfig):
    name = "kpknow.content"
    label = "content"
    verbose_name = "Sources and addresses"

    def ready(self) -> None:
        from kpknow.content import tracking  # noqa: PLC0415  # needs the apps loaded

        tracking.track("content", {"content_source": (tracking.own("content.source"),), "content_formeraddress": ()})
        pre_migrate.connect(tracking.remove_triggers, dispatch_uid="content.remove_triggers")
        post_migrate.connect(tracking.install_triggers, dispatch_uid="content.install_triggers")
