"""Any list of the admin as a table: under its filter, with what this account may see, noted before it is sent."""

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

from events.models import Consent, Contributor
from kpknow.content.history.acts import record_act
from kpknow.content.models import ActVerb
from kpknow.curation.actions.consent_views import note_view
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables import table_of
from kpknow.curation.importing.vocabulary import Vocabulary
from kpknow.curation.models import ConsentPage
from kpknow.exports.csv import Cell

logger = logging.getLogger(__name__)

APPS = ("events", "stories")
MORE = ("content.source", "content.formeraddress")
"""Accounts, logs, notes of who looked at what, and texts in work never leave as a table."""
AT_ONCE = 1000


def has_table(model: Any) -> bool:
    return model._meta.app_label in APPS or model._meta.label_lower in MORE


def may_export(request: HttpRequest, model: Any) -> bool:
    """Those who may open its list; where it has none, those who may bring such tables in."""
    if not has_table(model):
        return False
    if admin.site.is_registered(model):
        return bool(admin.site.get_model_admin(model).has_view_or_change_permission(request))
    table = table_of(model)
    return table is not None and all(request.user.has_perm(name) for name in table.permissions())


def listed(request: HttpRequest, model: Any) -> Any:
    """The records of the list this address filters; PermissionDenied, or IncorrectLookupParameters for no filter."""
    if not may_export(request, model):
        raise PermissionDenied
    if not admin.site.is_registered(model):
        return model._default_manager.order_by("pk")
    changelist = admin.site.get_model_admin(model).get_changelist_instance(request)
    keys = changelist.get_queryset(request).order_by().values("pk")
    return model._default_manager.filter(pk__in=keys).order_by("pk")


def table_for(request: HttpRequest, model: Any) -> Table | None:
    """The table that can come back, if this account may see all that it holds."""
    table = table_of(model)
    seen = table and [name for name in table.permissions() if ".view_" in name]
    return table if table and all(request.user.has_perm(name) for name in seen or ()) else None


def columns_and_rows(request: HttpRequest, model: Any, records: Any) -> tuple[list[str], Iterator[Sequence[Cell]]]:
    if table := table_for(request, model):
        return [column.key for column in table.columns], iter(table.rows(records, Vocabulary()))
    kept_back: set[str] = admin.site.get_model_admin(model).left_out(request)  # type: ignore[attr-defined] # all are ours
    told = [field for field in model._meta.concrete_fields if field.primary_key or is_told(field)]
    fields = [field for field in told if field.name not in kept_back]
    return [field.name for field in fields], plain_rows(fields, records)


def is_told(field: Any) -> bool:
    return bool(field.editable and not isinstance(field, models.JSONField | models.BinaryField | models.FileField))


def plain_rows(fields: Sequence[Any], records: Any) -> Iterator[Sequence[Cell]]:
    """Every field as text, other records by their own words, which may hold those of a record they need."""
    near = [field for field in fields if field.is_relation]
    relations = [field.name for field in near]
    for field in near:
        inner = [one for one in field.related_model._meta.concrete_fields if one.is_relation and not one.null]
        relations += [f"{field.name}__{one.name}" for one in inner]
    for record in records.select_related(*relations).iterator(chunk_size=AT_ONCE):
        yield [text(getattr(record, field.name)) for field in fields]


def text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value)


def note_export(request: HttpRequest, model: Any, form: str, count: int) -> None:
    """In the audit log, and for consents among the looks at them: what is not noted is not sent."""
    if model in (Consent, Contributor):
        note_view(ConsentPage.CONSENTS, by=request.user)
    record_act(ActVerb.EXPORTED, by=request.user, note=f"{model._meta.label_lower} {count} {form}")
    logger.info("%s rows of %s exported by account %s", count, model._meta.label_lower, request.user.pk)
