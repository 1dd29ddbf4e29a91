"""The audit log: one line for what is worth knowing afterwards."""

from django.db import models, transaction
from django.utils import timezone

from kpknow.content.history.chain import seal_quietly
from kpknow.content.models import Act, ActVerb, User


def record_act(verb: ActVerb, *, by: User | None, about: models.Model | None = None, note: str = "") -> Act:
    """Note that this account did this to this record; one insert, sealed with the request or after the commit.

    Nothing of a person goes in: ``note`` takes numbers and codes (“12 rows”, an import's key), never words of a text.
    """
    act = Act.objects.create(
        at=timezone.now(),
        verb=verb,
        account=by.pk if by is not None else None,
        about_kind=about._meta.label_lower if about is not None else "",
        about_key=str(about.pk) if about is not None else "",
        note=note,
    )
    seal_after_commit()
    return act


def seal_after_commit() -> None:
    """Once, however much is noted in the transaction."""
    if all(seal_quietly not in planned for planned in transaction.get_connection().run_on_commit):
        transaction.on_commit(seal_quietly)
