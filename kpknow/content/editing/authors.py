"""Who saved meanwhile: read from the admin's own log."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

SLACK = dt.timedelta(seconds=2)
"""Between a page's clock and the log's."""


class Authors:
    """Log entries of some records since a page was opened, the newest first: one query."""

    def __init__(self, records: Iterable[models.Model], since: float | None) -> None:
        which = Q()
        for record in records:
            kind = ContentType.objects.get_for_model(record, for_concrete_model=False)
            which |= Q(content_type=kind, object_id=str(record.pk))
        entries = LogEntry.objects.filter(which).select_related("user").order_by("-action_time", "-pk")
        if since is not None:
            entries = entries.filter(action_time__gte=dt.datetime.fromtimestamp(since, dt.UTC) - SLACK)
        self.entries = list(entries[:50]) if which else []

    def who(self, label: Any = "") -> str:
        """“by ada at 14:32”: whoever changed the field of this label last, else whoever saved last."""
        named = [entry for entry in self.entries if label and str(label) in fields_of(entry)]
        for entry in named or self.entries:
            at = timezone.localtime(entry.action_time)
            form = "TIME_FORMAT" if at.date() == timezone.localdate() else "SHORT_DATETIME_FORMAT"
            return _("by %(name)s, %(time)s") % {"name": entry.user.get_username(), "time": date_format(at, form)}
        return _("meanwhile")


def fields_of(entry: LogEntry) -> set[str]:
    """Labels of the fields one entry names; none where it was written in words."""
    try:
        parts = json.loads(entry.change_message)
        return {field for part in parts for field in part.get("changed", {}).get("fields", ())}
    except (ValueError, AttributeError, TypeError):
        return set()
