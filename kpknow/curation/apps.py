from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class CurationConfig(AppConfig):
    name = "kpknow.curation"
    label = "curation"
    verbose_name = gettext_lazy("Curation")

    def ready(self) -> None:
        from events.models.consent import asked_of_people  # noqa: PLC0415
        from kpknow.content.actions import publishing  # noqa: PLC0415
        from kpknow.content.admin.guarded import AFTER_SAVING  # noqa: PLC0415  # needs the apps loaded
        from kpknow.content.history import erasing  # noqa: PLC0415
        from kpknow.curation.actions.erasing import forget_copies  # noqa: PLC0415
        from kpknow.curation.actions.overriding import agreed_to, needs_agreement  # noqa: PLC0415
        from kpknow.curation.actions.receipts import waits_for_review  # noqa: PLC0415
        from kpknow.curation.actions.unsaved import drop_saved  # noqa: PLC0415
        from kpknow.curation.checking import open_findings  # noqa: PLC0415
        from kpknow.curation.roles import grant_roles  # noqa: PLC0415  # needs the apps loaded

        AFTER_SAVING.append(drop_saved)
        erasing.copies.append(forget_copies)
        asked_of_people.append(waits_for_review)
        publishing.add_check(needs_agreement)
        publishing.add_waiver(agreed_to)
        publishing.add_check(open_findings)
        post_migrate.connect(grant_roles, sender=self, dispatch_uid="curation.grant_roles")
