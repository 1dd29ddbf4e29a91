"""Contributors, each with the consent that stands. A recorded consent is never changed: another one is recorded."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Basis, Consent, Contribution, Contributor, Naming, Organisation, Part, term_key
from kpknow.content.models import Use
from kpknow.curation.importing.columns import ChoiceColumn, Column, DayColumn, TextColumn, YesNoColumn
from kpknow.curation.importing.constraints import violated
from kpknow.curation.importing.naming_columns import OneColumn
from kpknow.curation.importing.table import Refusals, Table
from kpknow.curation.importing.vocabulary import CellRefused, Roll, Vocabulary
from kpknow.exports.csv import BETWEEN


def consent_of(record: Any) -> Consent:
    """The newest that was not withdrawn, or one to be recorded. Loaded ones know theirs; see ``with_consents``."""
    if "_consent" not in record.__dict__:
        standing = record.__dict__.get("standing", [])
        record.__dict__["_consent"] = standing[0] if standing else Consent()
    found = record.__dict__["_consent"]
    assert isinstance(found, Consent)  # noqa: S101  # for the type checker
    return found


def to_record(record: Any) -> Consent:
    """The consent that a row gives: never the recorded one itself."""
    consent = consent_of(record)
    if consent.pk:
        consent = record.__dict__["_consent"] = Consent()
    return consent


def said(consent: Consent) -> bool:
    """Whether anything of it was given."""
    ticks = (getattr(consent, f"covers_{part}") for part in Part.values)
    return bool(consent.basis or consent.given_on or consent.review_on or consent.expires_on or any(ticks))


class OfConsent:
    """Columns whose values stand in the consent."""

    field: str

    def get(self, record: Any) -> Any:
        return getattr(consent_of(record), self.field)

    def set(self, record: Any, value: Any) -> None:
        setattr(to_record(record), self.field, value)


@dataclass(frozen=True)
class ConsentChoice(OfConsent, ChoiceColumn):
    pass


@dataclass(frozen=True)
class ConsentDay(OfConsent, DayColumn):
    pass


@dataclass(frozen=True)
class ConsentTicks(Column):
    """Several yes-or-no fields as words with semicolons between: “words; name”."""

    prefix: str = ""
    choices: Any = None

    def allowed(self) -> str:
        return _("%(what)s; several with semicolons between") % {"what": ", ".join(self.choices.values)}

    def empty(self, field: Any) -> frozenset[str]:
        return frozenset()

    def read(self, text: str, known: Vocabulary, field: Any) -> frozenset[str]:
        called = {term_key(words): one.value for one in self.choices for words in (one.value, str(one.label))}
        found = set()
        for name in text.replace("\n", ";").replace(",", ";").split(";"):
            if name.strip() and term_key(name) not in called:
                raise CellRefused(
                    _("“%(text)s” is not one of the values: %(choices)s.")
                    % {"text": name.strip()[:80], "choices": ", ".join(self.choices.values)}
                )
            if name.strip():
                found.add(called[term_key(name)])
        return frozenset(found)

    def write(self, value: Iterable[str], known: Vocabulary) -> str:
        return BETWEEN.join(one for one in self.choices.values if one in value)

    def get(self, record: Any) -> frozenset[str]:
        consent = consent_of(record)
        return frozenset(one for one in self.choices.values if getattr(consent, f"{self.prefix}_{one}"))

    def set(self, record: Any, value: Iterable[str]) -> None:
        consent = to_record(record)
        for one in self.choices.values:
            setattr(consent, f"{self.prefix}_{one}", one in value)


class ContributorTable(Table):
    kind = "contributors"
    title = gettext_lazy("Contributors with their consent")
    model = Contributor
    follows = ("organisations",)
    made_with_record = ("events.consent",)
    columns = (
        TextColumn(
            "name",
            gettext_lazy("The name they chose; for “role” and “unnamed” a label for staff."),
            "Amina",
            required=True,
        ),
        ChoiceColumn("naming", gettext_lazy("How they are named."), "first_name", choices=Naming),
        YesNoColumn("is_group", gettext_lazy("Whether it is a group and not one person."), "no", also=("group",)),
        TextColumn("role", gettext_lazy("What they do."), "peer educator"),
        OneColumn("organisation", gettext_lazy("Where they work or volunteer."), "blue-river-network", of=Organisation),
        TextColumn("paper_kept_at", gettext_lazy("Where the paper consent is kept: a place, never the paper itself.")),
        ConsentChoice("basis", gettext_lazy("How they agreed."), "written", heading="consent_basis", choices=Basis),
        ConsentTicks(
            "covers",
            gettext_lazy("What they agreed to."),
            "words; name",
            heading="consent_covers",
            prefix="covers",
            choices=Part,
        ),
        ConsentTicks(
            "uses",
            gettext_lazy("Where it may be shown."),
            "web; exports",
            heading="consent_for",
            prefix="for",
            choices=Use,
        ),
        ConsentDay("given_on", gettext_lazy("When they agreed."), "2026-03-01", heading="consent_given_on"),
        ConsentDay("review_on", gettext_lazy("When to ask again."), "2027-03-01", heading="consent_review_on"),
        ConsentDay("expires_on", gettext_lazy("The last day it holds."), "2028-03-01", heading="consent_expires_on"),
    )

    def permissions(self) -> list[str]:
        return [*super().permissions(), *(f"events.{verb}_consent" for verb in ("view", "add"))]

    def model_field(self, column: Column) -> Any:
        if isinstance(column, ConsentTicks):
            return Consent._meta.get_field("basis")  # never asked anything but whether it may be NULL
        return (Consent if isinstance(column, OfConsent) else Contributor)._meta.get_field(column.field)

    def row_key(self, texts: Mapping[str, str]) -> Hashable:
        key = tuple(term_key(texts.get(name, "")) for name in ("name", "role", "organisation"))
        return key if key[0] else None

    def find(self, values: Mapping[str, Any], known: Vocabulary) -> Any:
        """By name, role and organisation: two people may have the same name."""
        rows = known.kept(
            "contributors", lambda: list(Contributor.objects.values_list("pk", "name", "role", "organisation"))
        )
        wanted = (term_key(values.get("name") or ""), term_key(values.get("role") or ""), values.get("organisation"))
        found = [key for key, name, role, place in rows if (term_key(name), term_key(role), place) == wanted]
        if len(found) > 1:
            raise CellRefused(_("Several have this name, role and organisation. Change them on their own pages."))
        return found[0] if found else None

    def load(self, keys: Iterable[Any]) -> dict[Any, Any]:
        used = set()
        for relation in (
            rel for rel in Contributor._meta.related_objects if issubclass(rel.related_model, Contribution)
        ):
            rows = relation.related_model._default_manager.filter(contributor__in=list(keys))
            used |= set(rows.values_list("contributor", flat=True))
        records = {record.pk: record for record in with_consents(Contributor.objects.filter(pk__in=list(keys)))}
        for key, record in records.items():
            record.__dict__["is_used"] = key in used
        return records

    def complete(self, record: Any, known: Vocabulary) -> None:
        """Nothing more is needed."""

    def guard(self, record: Any, known: Vocabulary) -> str:
        """Only people nothing rests on are changed by a file, and nobody's recorded consent is."""
        if record.pk and record.__dict__.get("is_used"):
            return _("This person is part of a story or session. Change them on their own page.")
        if record.pk and consent_of(record).pk is None and said(consent_of(record)):
            return _("A file gives consent for new people only. Record or renew it on this person’s own page.")
        return ""

    def refusals(self, record: Any) -> Refusals:
        found = super().refusals(record)
        consent = consent_of(record)
        if consent.pk or not said(consent):
            return found
        if not consent.basis:
            found["consent_basis"] = _("Say how they agreed.")
        for constraint in violated(consent):
            key = "consent_covers" if constraint.name.endswith("_covers_something") else "consent_expires_on"
            found.setdefault(key, str(constraint.get_violation_error_message()))
        return found

    def save(self, records: Sequence[Any]) -> None:
        for record in records:
            record.save()
            consent = consent_of(record)
            if not consent.pk and said(consent):
                consent.contributor = record
                consent.save()

    def delete(self, records: Sequence[Any]) -> None:
        Consent.objects.filter(contributor__in=[record.pk for record in records]).delete()
        super().delete(records)

    def roll(self, known: Vocabulary) -> Roll | None:
        return None

    def rows(self, records: Any, known: Vocabulary) -> Iterable[list[str]]:
        for record in with_consents(records).iterator(chunk_size=1000):
            yield [column.write(column.get(record), known) for column in self.columns]


def with_consents(records: Any) -> Any:
    standing = Consent.objects.filter(withdrawn_at__isnull=True).order_by("-pk")
    return records.prefetch_related(Prefetch("consents", standing, to_attr="standing"))
