"""Every text of a record that will be public: its own fields and those of its rows.

All fields of words are taken but those named in ``NOT_PUBLIC``: a field somebody adds later is looked at until somebody
says why it need not be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import (
    Country,
    EventFigure,
    Option,
    OrganisationName,
    Participation,
    Population,
    Question,
    Session,
    TermKind,
)
from kpknow.content.models import Record, Source
from kpknow.content.partial_dates import PartialDateField
from stories.models import (
    Block,
    Display,
    Finding,
    Highlight,
    HighlightState,
    Media,
    Moment,
    Recommendation,
    StoryFigure,
    SynthesisEntry,
    SynthesisSection,
    ThemeFigure,
)

NOT_PUBLIC = frozenset(
    [
        *("status", "language", "languages", "working_languages", "withdrawal_reason", "returned_words"),
        *("shield_reason", "translated_hash", "public_id", "currency"),
        *("exact", "prefix", "suffix"),  # of a highlight: words of the text it marks, which is looked at itself
    ]
)
ROWS: dict[str, tuple[tuple[type[models.Model], str, str], ...]] = {
    "stories.story": (
        (StoryFigure, "story", "figures"),
        (Moment, "story", "moments"),
        (Media, "story", "media"),
        (Highlight, "block__story", ""),
    ),
    "events.event": (
        (EventFigure, "event", "figures"),
        (Participation, "event", "participations"),
        (Session, "event", ""),
        (Highlight, "session__event", ""),
    ),
    "events.organisation": ((OrganisationName, "organisation", "names"),),
    "events.survey": (
        (Question, "survey", ""),
        (Option, "question__survey", ""),
        (Highlight, "question__survey", ""),
    ),
    "stories.theme": (
        (Finding, "theme", ""),
        (Recommendation, "theme", "recommendations"),
        (ThemeFigure, "theme", "figures"),
    ),
    "stories.synthesis": ((SynthesisSection, "synthesis", ""), (SynthesisEntry, "section__synthesis", "")),
}
"""Kind of record → its rows: model, the way back to the record, the prefix in its form (empty: a page of their own)."""

BESIDE = (Source, Population, Country)

PARENTS: dict[type[models.Model], str] = {
    Block: "story",
    Media: "story",
    Session: "event",
    Question: "survey",
    Finding: "theme",
    SynthesisSection: "synthesis",
}
"""Rows with forms of their own, and the way to their record."""

LABEL = re.compile(r"^\[[^\]\n]{1,60}\]", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """One field. ``field`` names it within the record for good: “body”, “media.12.caption”.

    ``address`` leads to where it is edited. ``is_ours`` False: words somebody said, not staff.
    """

    field: str
    label: str
    words: str
    address: str
    language: str
    is_ours: bool = True


def texts_of(record: Record) -> list[Text]:
    """In the order of the form. One query for each kind of row, one for the topics."""
    page = _page(record)
    texts = [
        Text(field.name, str(capfirst(field.verbose_name)), words, f"{page}#id_{field.name}", record.language)
        for field, words in _filled(record)
    ]
    for model, way_back, prefix in ROWS.get(record._meta.label_lower, ()):
        rows = model._default_manager.filter(**{way_back: record}).order_by("pk")
        if "__" in way_back and not issubclass(model, Highlight):
            rows = rows.select_related(way_back.partition("__")[0])
        for row in rows:
            texts += _of_row(row, record, f"{page}#{prefix}-group" if prefix else _page(row))
    topics: Any = getattr(record, "topics", None)
    if topics is not None:
        texts += [
            Text(f"topics.{pk}", _("Topics"), name, page, "en")
            for pk, name in topics.order_by("pk").values_list("pk", "name")
        ]
    return texts


def texts_beside(row: models.Model) -> list[Text]:
    """What readers see of a source, a population or a country, which nobody publishes; empty for anything else.

    Names of other concepts' terms are among it, but those to avoid.
    """
    if not isinstance(row, BESIDE):
        return []
    page, language = _page(row), getattr(row, "language", "en")
    texts = [
        Text(field.name, str(capfirst(field.verbose_name)), words, f"{page}#id_{field.name}", language)
        for field, words in _filled(row)
        if not isinstance(field, models.SlugField)
    ]
    if isinstance(row, Source):
        return texts
    terms = row.terms.exclude(kind=TermKind.AVOID).order_by("pk").values_list("pk", "term", "language")
    return texts + [Text(f"terms.{pk}", _("Terms"), term, page, spoken) for pk, term, spoken in terms]


def _of_row(row: models.Model, record: Record, address: str) -> Iterator[Text]:
    for field, words in _filled(row):
        label = f"{capfirst(row._meta.verbose_name)}: {field.verbose_name}"
        name = f"{row._meta.model_name}.{row.pk}.{field.name}"
        yield Text(name, label, words, address, record.language, is_ours=not isinstance(row, Highlight))


def _filled(row: models.Model) -> Iterator[tuple[Any, str]]:
    for field in row._meta.concrete_fields:
        if field.name in NOT_PUBLIC and not _quotes_answer(row, field):
            continue
        if field.choices or isinstance(field, PartialDateField):
            continue
        if isinstance(field, models.FileField):
            words = PurePosixPath(getattr(row, field.name).name or "").name
        elif isinstance(field, (models.CharField, models.TextField)):
            words = getattr(row, field.name)
        else:
            continue
        if isinstance(field, models.SlugField):
            words = words.replace("-", " ").title()
        elif field.name == "body":
            words = LABEL.sub(lambda label: " " * len(label[0]), words)  # names for staff; readers see the consent's
        if words.strip():
            yield field, words


def _quotes_answer(row: models.Model, field: Any) -> bool:
    """Whether readers see these words of an answer, which is looked at nowhere else."""
    return (
        isinstance(row, Highlight)
        and field.name == "exact"
        and row.answer_id is not None
        and not row.text
        and row.state == HighlightState.CONFIRMED
        and row.display != Display.STAFF
    )


def _page(row: models.Model) -> str:
    """Where it is edited: its own page, or that of the row it belongs to."""
    if isinstance(row, Option):
        row = row.question
    elif isinstance(row, SynthesisEntry):
        row = row.section
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=(row.pk,))


def record_of(row: models.Model) -> Record | None:
    """The record whose readers see this row; itself, where it is one. At most three queries."""
    if isinstance(row, Record):
        return row
    if isinstance(row, Highlight):
        source = row.source_object
        return record_of(source) if source else None
    way = next((way for kind, way in PARENTS.items() if isinstance(row, kind)), None)
    return getattr(row, way) if way else None
