"""What may not be read any more is found, counted and suggested by nobody, at once."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from events.actions.consents import withdraw_consent
from events.models import Organisation
from kpknow.content.actions.publishing import publish, withdraw
from kpknow.search.indexing import catch_up, size
from stories.models import Story
from tests import builders as make
from tests.search.asking import searched, titles

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def test_drafts_and_withdrawn_records_are_found_by_nobody() -> None:
    story = make.make_story("Quinoa")
    make.make_story("Quinoa draft", status="draft")
    assert titles("quinoa") == ["Quinoa"]

    withdraw(story, by=NOBODY, reason="Asked")

    assert searched("quinoa").count == 0  # at once, before anything is indexed
    assert titles("quinoa") == []
    publish(story, by=NOBODY)
    assert titles("quinoa") == ["Quinoa"]


def test_a_consent_withdrawn_takes_its_words_out_at_once() -> None:
    ada = make.make_consent(make.make_contributor("Ada"))
    make.make_story("The talk", body="[Narrator] Oats.\n\n[Ada] Quinoa.", speakers={"Ada": ada})
    assert titles("quinoa") == ["The talk"]

    withdraw_consent(ada, by=NOBODY)

    assert searched("quinoa").count == 0
    assert titles("quinoa") == []
    assert titles("oats") == ["The talk"]


def test_a_consent_that_ends_takes_its_words_out_on_its_day() -> None:
    ada = make.make_consent(make.make_contributor("Ada"), expires_on=date(2027, 3, 1))
    make.make_story("The talk", body="[Narrator] Oats.\n\n[Ada] Quinoa.", speakers={"Ada": ada})
    catch_up()

    with time_machine.travel("2027-03-01T23:59:59Z", tick=False):
        on_its_last_day = searched("quinoa").count
    with time_machine.travel("2027-03-02T00:00:00Z", tick=False):
        after, counted = searched("quinoa").count, [choice.count for choice in searched("quinoa").facets[0].choices]
        again = titles("oats")

    assert (on_its_last_day, after, sum(counted), again) == (1, 0, 0, ["The talk"])


def test_a_shielded_organisation_and_what_names_it_are_gone_at_once() -> None:
    organisation = make.make_organisation("Quinoa house")
    make.make_story("Quinoa story", organisations=(organisation,))
    assert titles("quinoa") == ["Quinoa house", "Quinoa story"]

    Organisation.objects.update(shield="hidden", shield_reason="Raids")

    assert searched("quinoa").count == 0
    assert titles("quinoa") == []


def test_a_changed_text_is_found_by_its_new_words_only() -> None:
    story = make.make_story("Quinoa")
    catch_up()

    Story.objects.filter(pk=story.pk).update(title="Oats")

    assert (titles("quinoa"), titles("oats")) == ([], ["Oats"])


def test_deleted_records_leave_no_document() -> None:
    make.make_story("Quinoa")
    catch_up()
    before = size()
    Story.objects.all().delete()

    catch_up()

    assert (before, size()) == (1, 0)
