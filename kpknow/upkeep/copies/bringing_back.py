"""Brings the records of a copy into an empty site, as they were public: checked before, whole or not at all."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import Error, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from events.models import Consent, Contributor, Country, Organisation, Population, Topic
from kpknow.content.history.recording import unrecorded
from kpknow.safety.kept_files import let_go
from kpknow.upkeep.copies.bodies import give_bodies
from kpknow.upkeep.copies.data import rows_in
from kpknow.upkeep.copies.folder import DATA, NotACopy, read_manifest
from kpknow.upkeep.copies.made_rows import made
from kpknow.upkeep.copies.people import ALLOWED, SAID_BY, consent_from, contributor_from
from kpknow.upkeep.copies.table import ROW, STRETCH, Name, Row, Table, tie
from kpknow.upkeep.copies.tables import TABLES
from kpknow.upkeep.copies.tables.learned import CURRENT
from kpknow.upkeep.copies.tables.words import WORDS
from kpknow.upkeep.copies.writing import FORMAT
from stories.models import Story

SHIPPED = ("is_quiet", "legal_context", "legal_context_checked_on")
"""What a copy says of a country; the rest comes with the code."""


def import_site(folder: Path, *, though_expired: bool = False, is_shown: bool = False) -> int:
    """How many rows came back. Raises NotACopy, in words; then everything is as it was."""
    told = read_manifest(folder, {FORMAT})
    check_day(told, though_expired)
    check_empty()
    kept: list[tuple[Any, str]] = []
    try:
        with (
            unrecorded(),
            transaction.atomic(),
            tqdm(
                total=sum(told["counts"].values()), unit=" rows", disable=None if is_shown else True, leave=False
            ) as bar,
        ):
            return Bringing(folder, kept, str(told["made_on"])).bring_all(bar)
    except BaseException as broken:
        for column, name in kept:
            let_go(column.storage, column.files(name))
        if isinstance(broken, Error):
            raise NotACopy(f"It does not hold together: {broken}") from broken
        raise


def check_day(told: Row, though_expired: bool) -> None:
    expires_on = told.get("expires_on")
    try:
        over = expires_on is not None and dt.date.fromisoformat(expires_on) < timezone.now().date()
    except (TypeError, ValueError) as wrong:
        raise NotACopy("Its manifest does not say until when it may be shown.") from wrong
    if over and not though_expired:
        raise NotACopy(
            f"Somebody in it allowed their words until {expires_on}. --though-expired brings it back all the same: what"
            " is no longer allowed stays hidden."
        )


def check_empty() -> None:
    """Accounts may be there, and the words that come with the code."""
    kinds: list[type[models.Model]] = [
        *(table.model for table in TABLES if table not in WORDS),
        *(Contributor, Consent),
    ]
    if any(kind._default_manager.exists() for kind in kinds):
        raise NotACopy("This site holds records already. A copy comes back into an empty one only.")


def forget_words() -> None:
    """Those that came with the code: the copy brings its own."""
    Population.objects.update(broader=None)
    Topic.objects.update(merged_into=None)
    for table in reversed(WORDS):
        if table.model is not Country:
            table.model._default_manager.all().delete()


class Bringing:
    """Every row gets the number of its place in its file as its key: the tables are empty, but for the words."""

    def __init__(self, folder: Path, kept: list[tuple[Any, str]], made_on: str) -> None:
        self.folder, self.kept, self.made_on = folder, kept, made_on
        self.keys: dict[type[models.Model], dict[Name, Any]] = {table.model: self.keys_of(table) for table in TABLES}
        self.people = 0
        self.current: dict[int, bool] = {}

    def keys_of(self, table: Table) -> dict[Name, Any]:
        keys: dict[Name, Any] = {}
        for number, row in enumerate(self.rows(table), start=1):
            name = row.get(table.named_by or ROW)
            if not isinstance(name, (str, int)) or name in keys:
                raise NotACopy(f"{table.name}.json, row {number}: it has no name of its own.")
            keys[name] = name if table.model is Country else number
        return keys

    def rows(self, table: Table) -> Iterator[Row]:
        try:
            for row in rows_in(self.folder / DATA / f"{table.name}.json"):
                if not isinstance(row, dict):
                    raise ValueError("a row is no object")
                yield row
        except (OSError, ValueError, RecursionError) as wrong:
            raise NotACopy(f"{table.name}.json cannot be read ({wrong}).") from wrong

    def bring_all(self, bar: Any) -> int:
        forget_words()
        done = 0
        for table in TABLES:
            rows = enumerate(self.rows(table), start=1)
            while some := list(islice(rows, STRETCH)):
                self.bring(table, some)
                bar.update(len(some))
                done += len(some)
        stories = list(Story.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(stories), STRETCH):
            some_stories = list(Story.objects.filter(pk__in=stories[start : start + STRETCH]))
            give_bodies(some_stories, self.current)
        count_on([*(table.model for table in TABLES if table.model is not Country), Contributor, Consent])
        return done

    def bring(self, table: Table, rows: Sequence[tuple[int, Row]]) -> None:
        ready: list[tuple[Any, Row]] = []
        for number, row in rows:
            try:
                one = made(table, row, self.keys, self.folder)
                one.pk = one.pk or number
                if table.kept and getattr(one, table.kept):
                    self.kept.append((table.field(table.kept), getattr(one, table.kept).name))
                if table.model is Story:
                    self.current[one.pk] = bool(row[CURRENT])
                ready.append((one, row))
            except ValidationError as wrong:
                raise NotACopy(f"{table.name}.json, row {number}: {' '.join(wrong.messages)}") from wrong
            except (KeyError, TypeError, ValueError, AttributeError, OSError) as wrong:
                raise NotACopy(f"{table.name}.json, row {number}: it cannot be read ({wrong!r}).") from wrong
        records = [one for one, _row in ready]
        if ALLOWED in table.extra:
            self.bring_people(table, ready)
        if table.model is Country:
            Country.objects.bulk_update(records, SHIPPED)
        else:
            table.model._default_manager.bulk_create(records)
        for name in table.leaves:
            if table.field(name).many_to_many:
                self.bring_ties(table, name, ready)

    def bring_people(self, table: Table, ready: Sequence[tuple[Any, Row]]) -> None:
        """A person and a consent for each row that has any: nobody is joined who was not joined in the copy."""
        people: list[Contributor] = []
        consents: list[Consent] = []
        for one, row in ready:
            if table.field("consent").null and row[ALLOWED] is None and not hasattr(one, "contributor_id"):
                continue  # nobody had to be asked
            self.people += 1
            label = _("Not named in the copy of %(day)s (%(number)d)") % {"day": self.made_on, "number": self.people}
            try:
                organisation = row.get("organisation")
                works_for = None if organisation is None else self.keys[Organisation][organisation]
                person = contributor_from(row[SAID_BY], works_for, label)
                person.pk = self.people
                people.append(person)
                if hasattr(one, "contributor_id"):
                    one.contributor_id = person.pk
                if row[ALLOWED] is not None:
                    consent = consent_from(row[ALLOWED], person.pk)
                    consent.pk = one.consent_id = person.pk
                    consents.append(consent)
            except ValidationError as wrong:
                raise NotACopy(f"{table.name}.json: who said it: {' '.join(wrong.messages)}") from wrong
            except (KeyError, TypeError, ValueError) as wrong:
                raise NotACopy(f"{table.name}.json: who said it cannot be read ({wrong!r}).") from wrong
        Contributor.objects.bulk_create(people)
        # not Consent's own: it asks of each whether its person hides theirs, and nobody here was known before
        models.QuerySet[Consent](Consent).bulk_create(consents)

    def bring_ties(self, table: Table, name: str, ready: Sequence[tuple[Any, Row]]) -> None:
        through, here, there = tie(table, name)
        known = self.keys[through._meta.get_field(there).related_model]
        try:
            rows = [
                through(**{f"{here}_id": one.pk, f"{there}_id": known[other]})
                for one, row in ready
                for other in row[name]
            ]
        except (KeyError, TypeError) as wrong:
            raise NotACopy(f"{table.name}.json: {name} names what is not there ({wrong!r}).") from wrong
        through._default_manager.bulk_create(rows, batch_size=STRETCH)


def count_on(kinds: Sequence[type[models.Model]]) -> None:
    """Have the database give out keys after those that are taken."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(kinds))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
