from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    name = "kpknow.curation"
    label = "curation"
    verbose_name = _("Curation")

    def ready(self) -> None:
        from kpknow.curation.roles import grant_roles  # noqa: PLC0415  # needs the apps loaded

        post_migrate.connect(grant_roles, sender=self, dispatch_uid="curation.grant_roles")
