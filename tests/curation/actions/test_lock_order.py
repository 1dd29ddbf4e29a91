"""Whoever changes what readers see holds writers first: two of them wait one after the other and never in a ring."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.actions.consents import release_everything, replace_consent, withdraw_everything
from events.models import Basis, Consent
from kpknow.content.models import ContentVersion
from kpknow.curation.actions.importing import bring_in
from kpknow.curation.actions.merging import merge_topics
from kpknow.curation.actions.merging_organisations import merge_organisations, undo_organisation_merge
from kpknow.curation.actions.merging_themes import merge_themes, undo_theme_merge
from kpknow.curation.actions.receipts import hide_everything, review_hiding
from kpknow.curation.actions.shielding import shield_organisation
from kpknow.curation.actions.splitting_themes import Part, split_theme, undo_theme_split
from kpknow.curation.actions.undoing import undo_merge
from kpknow.curation.actions.undoing_import import undo_import
from kpknow.curation.models import Hiding
from tests import builders as make
from tests.curation.importing.sheets import checked, csv_file

pytestmark = pytest.mark.django_db

Steps = list[Callable[[], Any]]


def topics(by: Any) -> Steps:
    merges: list[Any] = []
    one, other = make.make_topic("Safety"), make.make_topic("Security")
    return [lambda: merges.append(merge_topics(one, other, by=by)), lambda: undo_merge(merges[0], by=by)]


def themes(by: Any) -> Steps:
    merges: list[Any] = []
    one, other = make.make_theme(), make.make_theme()
    return [lambda: merges.append(merge_themes(one, other, by=by)), lambda: undo_theme_merge(merges[0], by=by)]


def parts_of_themes(by: Any) -> Steps:
    splits: list[Any] = []
    finding = make.make_finding(make.make_theme(), make.make_highlight())
    part = Part([finding.pk], [])
    return [
        lambda: splits.append(split_theme(finding.theme, part, name="Apart", by=by)),
        lambda: undo_theme_split(splits[0], by=by),
    ]


def organisations(by: Any) -> Steps:
    merges: list[Any] = []
    one, other = make.make_organisation("One"), make.make_organisation("Other")
    return [
        lambda: merges.append(merge_organisations(one, other, by=by)),
        lambda: undo_organisation_merge(merges[0], by=by),
        lambda: shield_organisation(other, shield="no_link", reason="Asked.", by=by),
    ]


def consents(by: Any) -> Steps:
    old = make.make_consent()
    new = Consent(contributor=old.contributor, basis=Basis.WRITTEN, covers_words=True)
    return [
        lambda: replace_consent(old, new, by=by, reason="Narrowed."),
        lambda: release_everything(old.contributor, by=by),
        lambda: withdraw_everything(old.contributor, by=by, reason="Asked."),
    ]


def hidings(by: Any) -> Steps:
    person, other = make.make_consent().contributor, make.make_consent().contributor
    hide_everything(other)
    hiding = Hiding.objects.get()
    return [
        lambda: hide_everything(person),
        lambda: review_hiding(hiding, by=by, review="Asked.", release=True),
    ]


def imports(by: Any) -> Steps:
    batch = checked("organisations", csv_file(["name", "kind"], ["One", "network"]))
    batch.rows.update(is_chosen=True)
    return [lambda: bring_in(batch, by=by), lambda: undo_import(batch, by=by)]


@pytest.mark.parametrize("steps_of", [topics, themes, parts_of_themes, organisations, consents, hidings, imports])
def test_writers_are_held_before_any_row(steps_of: Any, curator: Any) -> None:
    for step in steps_of(curator):
        with CaptureQueriesContext(connection) as asked:
            step()
        statements = [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]

        assert ContentVersion._meta.db_table in statements[0]
