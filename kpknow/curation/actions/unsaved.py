"""Keeping what is typed and not saved, and forgetting it."""

from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from kpknow.content.models import User
from kpknow.curation.models import UnsavedWords
from kpknow.curation.models.unsaved_words import KEPT_FOR, NEW

MOST_SIGNS, MOST_FIELDS = 600_000, 5_000
"""Of one form: a story of a hundred thousand words still fits."""
NOT_KEPT = ("csrfmiddlewaretoken", "_save", "_continue", "_addanother", "_asked")


class TooLong(Exception):
    """More was sent than a form can hold."""


def keep(user: User, kind: str, key: str, sent: QueryDict) -> UnsavedWords:
    """Takes the place of what was kept of this form before; raises TooLong. Three queries."""
    fields = {
        name.replace("\x00", ""): [value.replace("\x00", "") for value in values]  # PostgreSQL holds no NUL
        for name, values in sent.lists()
        if name not in NOT_KEPT and not name.startswith("_choice.") and "password" not in name
    }
    if len(fields) > MOST_FIELDS or sum(len(n) + sum(map(len, values)) for n, values in fields.items()) > MOST_SIGNS:
        raise TooLong
    now = timezone.now()
    UnsavedWords.objects.filter(saved_at__lte=now - KEPT_FOR).delete()
    kept, _is_new = UnsavedWords.objects.update_or_create(
        account_id=user.pk, kind=kind, key=key, defaults={"fields": fields, "saved_at": now}
    )
    return kept


def drop(user: User, kind: str, key: str) -> None:
    """It was saved, or thrown away."""
    UnsavedWords.objects.filter(account_id=user.pk, kind=kind, key=key).delete()


def drop_saved(request: HttpRequest, record: models.Model, was_there: bool) -> None:
    """Within the save itself: if that is taken back, the words are still kept."""
    drop(request.user, record._meta.label_lower, str(record.pk) if was_there else NEW)


def forget(record: models.Model) -> int:
    """Erase what anybody typed into this record's form: whoever erases the record calls it. Gives how many."""
    kind, key = record._meta.label_lower, str(record.pk)
    return UnsavedWords.objects.filter(kind=kind, key=key).delete()[0]
