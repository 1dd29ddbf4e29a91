from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class ContentConfig(AppConfig):
    name = "kpknow.content"
    label = "content"
    verbose_name = "Sources and addresses"

    def ready(self) -> None:
        from kpknow.content import patience, tracking  # noqa: PLC0415  # needs the apps loaded
        from kpknow.content.history import signals, triggers  # noqa: PLC0415  # as above

        tracking.track("content", {"content_source": (tracking.own("content.source"),), "content_formeraddress": ()})
        pre_migrate.connect(tracking.remove_triggers, dispatch_uid="content.remove_triggers")
        post_migrate.connect(tracking.install_triggers, dispatch_uid="content.install_triggers")
        pre_migrate.connect(triggers.remove_history_triggers, dispatch_uid="content.remove_history_triggers")
        post_migrate.connect(triggers.install_history_triggers, dispatch_uid="content.install_history_triggers")
        connection_created.connect(patience.watch, dispatch_uid="content.patience")
        signals.listen()
