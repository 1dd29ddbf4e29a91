"""What the database notes by itself, whoever changes it and however."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from events.models import Consent, Country, Organisation, Participation
from kpknow.content import tracking
from kpknow.content.version import current_version, touched_since
from stories.models import Block, Story
from tests import builders as make

pytestmark = pytest.mark.django_db

UNTRACKED = {
    *("content_contentversion", "content_touch", "content_change", "content_act", "content_chainhead"),
    *("events_answerfile", "events_codebookentry", "events_response", "events_answer"),
}
"""Tables of the three apps that readers see nothing of: of answers, they see what is counted."""


def touched(change: Any, *labels: str) -> set[tuple[str, int]]:
    before = current_version().number
    change()
    return {(label, pk) for label, pk in touched_since(before) if not labels or label in labels}


def test_every_table_readers_see_is_tracked() -> None:
    tables = {
        model._meta.db_table
        for app in ("content", "events", "stories")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }

    assert tables - {one.table for one in tracking.tracked} == UNTRACKED


def test_every_trigger_is_in_the_database() -> None:
    expected = {name for one in tracking.tracked for name in tracking.triggers_of(one, connection.vendor)}

    with connection.cursor() as cursor:
        assert set(tracking.installed(connection, cursor)) == expected


def test_changes_past_the_models_are_noted_too() -> None:
    story, other = make.make_story(), make.make_story()
    before = current_version()

    Story.objects.filter(pk=story.pk).update(title="Raw")
    after = current_version()

    assert after.token != before.token
    assert touched_since(before.number) == {("stories.story", story.pk)}
    assert other.pk != story.pk


def test_a_change_undone_leaves_no_token_that_comes_again() -> None:
    story = make.make_story()
    seen = {current_version().token}
    for _ in range(2):
        with transaction.atomic():
            Story.objects.filter(pk=story.pk).update(title="Never")
            seen.add(current_version().token)
            transaction.set_rollback(True)

    assert len(seen) == 3


def test_reading_changes_nothing() -> None:
    make.make_story()
    before = current_version()

    list(Story.objects.all())

    assert current_version() == before


def test_a_consent_touches_all_it_may_hide() -> None:
    consent = make.make_consent()
    event = make.make_event()
    session = make.make_session(event)
    story = make.make_story(body="[Ann] I said it.", speakers={"Ann": consent})
    theme = make.make_theme()
    spoken = make.make_highlight(make.first_block(story), theme)
    owned = make.make_highlight(session, consent=consent)
    finding = make.make_finding(None, owned)
    make.make_story()

    found = touched(
        lambda: Consent.objects.filter(pk=consent.pk).update(withdrawn_at=timezone.now()),
        *("stories.story", "stories.highlight", "stories.theme"),
    )

    assert found == {
        ("stories.story", story.pk),
        ("stories.highlight", spoken.pk),
        ("stories.highlight", owned.pk),
        ("stories.theme", theme.pk),
        ("stories.theme", finding.theme_id),
    }


def test_a_shield_touches_where_the_organisation_shows() -> None:
    organisation = make.make_organisation()
    story = make.make_story(organisations=(organisation,))
    event = make.make_event()
    Participation.objects.create(event=event, organisation=organisation, role="host")
    make.make_event()

    found = touched(lambda: Organisation.objects.filter(pk=organisation.pk).update(city=""))

    assert found == {
        ("events.organisation", organisation.pk),
        ("stories.story", story.pk),
        ("events.event", event.pk),
    }


def test_a_host_added_touches_the_event_and_its_voices() -> None:
    event = make.make_event()
    voice = make.make_highlight(make.make_session(event))
    organisation = make.make_organisation()

    found = touched(lambda: Participation.objects.create(event=event, organisation=organisation, role="host"))

    assert found >= {("events.event", event.pk), ("stories.highlight", voice.pk)}


def test_moving_a_row_touches_the_record_it_left() -> None:
    left, right = make.make_story(), make.make_story()
    block = make.first_block(left)

    found = touched(lambda: Block.objects.filter(pk=block.pk).update(story=right, number=99), "stories.story")

    assert found == {("stories.story", left.pk), ("stories.story", right.pk)}


def test_deleting_touches_what_lost_the_row() -> None:
    story = make.make_story(topics=("prep",))

    assert touched(story.topics.clear, "stories.story") == {("stories.story", story.pk)}


def test_a_concept_without_a_number_touches_its_kind() -> None:
    found = touched(lambda: Country.objects.filter(pk="KE").update(name="Kenya"))

    assert found == {("events.country", tracking.ANY)}


def test_nothing_is_settled_within_a_transaction() -> None:
    assert current_version().is_settled is False


@pytest.mark.django_db(transaction=True)
def test_while_the_triggers_are_away_nothing_is_current() -> None:
    story = make.make_story(codes=())
    config = {app: apps.get_app_config(app) for app in ("content", "events", "stories")}
    try:
        tracking.remove_triggers("default")
        away = {current_version().token for _ in range(3)}
        settled = current_version().is_settled
        Story.objects.filter(pk=story.pk).update(title="Unseen")
    finally:
        for app in config.values():
            tracking.install_triggers(app, "default")
    back = {current_version().token for _ in range(3)}

    assert (len(away), settled, len(back)) == (3, False, 1)
    assert current_version().is_settled is True
