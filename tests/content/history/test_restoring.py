"""Taking back: one version, and everything of one account."""

import time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from events.actions.consents import withdraw_consent
from events.models import Event, Participation
from kpknow.content.history.recording import recording
from kpknow.content.history.restoring import RestoreRefused, preview_taking_back, restore, take_back
from kpknow.content.models import Act, Change, FormerAddress, Status
from stories.actions.blocks import read_blocks
from stories.models import Block, Highlight, Story
from tests import builders as make

pytestmark = pytest.mark.django_db


def row(table: str, key: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [key])  # noqa: S608  # a table of ours
        names = [column[0] for column in cursor.description]
        return {name: value for name, value in zip(names, cursor.fetchone(), strict=True) if name != "changed_at"}


def latest(record: Any) -> Change:
    return Change.objects.of(record)[0]


@pytest.fixture
def vandal(db: None) -> Any:
    return get_user_model()._default_manager.create_user(username="vandal", password="x")  # type: ignore[attr-defined]


def test_a_version_comes_back_with_its_rows_and_relations(curator: Any) -> None:
    event = make.make_event(title="The circle")
    event.countries.set(["KE", "UG"])
    event.topics.add(make.make_topic("Safety"))
    kept = make.make_participation(event).pk
    version, before = latest(event), row("events_event", event.pk)
    event.title, event.starts = "The square", None
    event.save()
    event.countries.set(["ZA"])
    event.topics.clear()
    Participation.objects.filter(pk=kept).delete()
    make.make_participation(event)

    restore(event, version, by=curator)

    event = Event.objects.get(pk=event.pk)
    assert row("events_event", event.pk) == before
    assert sorted(country.pk for country in event.countries.all()) == ["KE", "UG"]
    assert [topic.name for topic in event.topics.all()] == ["Safety"]
    assert [one.pk for one in Participation.objects.filter(event=event)] == [kept]
    assert Act.objects.latest("id").verb == "restored"


def test_a_restore_is_a_change_and_can_be_taken_back(curator: Any) -> None:
    event = make.make_event(title="One")
    first = latest(event)
    event.title = "Two"
    event.save()
    second = latest(event)

    restore(event, first, by=curator)
    assert (latest(event).route, latest(event).account) == ("restore", curator.pk)
    restore(event, second, by=curator)

    assert Event.objects.get(pk=event.pk).title == "Two"


def test_a_restore_publishes_nothing(curator: Any) -> None:
    event = make.make_event(title="One")
    version = latest(event)
    Event.objects.filter(pk=event.pk).update(title="Two", status=Status.DRAFT)

    restore(event, version, by=curator)

    event = Event.objects.get(pk=event.pk)
    assert (event.title, event.status) == ("One", Status.DRAFT)


def test_a_public_record_does_not_lose_what_it_may_not_miss(curator: Any) -> None:
    organisation = make.make_organisation(code="KE")
    rows = type(organisation).objects.filter(pk=organisation.pk)
    rows.update(country=None)
    without_country = latest(organisation)
    rows.update(country="KE", summary="Mended.")

    with pytest.raises(RestoreRefused, match="Give its country"):
        restore(organisation, without_country, by=curator)

    assert rows.values_list("country", "summary").get() == ("KE", "Mended.")


def test_an_old_slug_comes_back_and_the_new_one_leads_to_it(curator: Any) -> None:
    event = make.make_event(slug="circle")
    version = latest(event)
    event.slug = "square"
    event.save()

    restore(event, version, by=curator)

    assert Event.objects.get(pk=event.pk).slug == "circle"
    assert list(FormerAddress.objects.values_list("slug", "current_slug")) == [("square", "circle")]


def test_blocks_come_back_under_their_numbers(curator: Any) -> None:
    story = make.make_story(body="One thing.\n\nAnother thing.")
    version = latest(story)
    blocks = list(Block.objects.filter(story=story).order_by("order").values("id", "number", "text"))
    Story.objects.filter(pk=story.pk).update(body="All is gone.")
    read_blocks(Story.objects.get(pk=story.pk))

    restore(story, version, by=curator)

    assert list(Block.objects.filter(story=story).order_by("order").values("id", "number", "text")) == blocks


def test_words_without_a_consent_do_not_come_back(curator: Any) -> None:
    story = make.make_story()
    version = latest(story)
    Story.objects.filter(pk=story.pk).update(body="Nothing of it.")
    withdraw_consent(story.contributions.get().consent, by=curator)

    with pytest.raises(RestoreRefused):
        restore(story, version, by=curator)

    assert Story.objects.get(pk=story.pk).body == "Nothing of it."


@pytest.mark.parametrize("kind", ["consent", "account"])
def test_what_was_decided_is_not_undone_by_a_version(kind: str, curator: Any, vandal: Any) -> None:
    record = make.make_consent() if kind == "consent" else vandal
    version = latest(record)
    if kind == "consent":
        withdraw_consent(record, by=curator)
    else:
        type(record).objects.filter(pk=record.pk).update(is_active=False)

    with pytest.raises(RestoreRefused):
        restore(record, version, by=curator)


def test_nothing_to_restore_is_said(curator: Any) -> None:
    event = make.make_event()

    with pytest.raises(RestoreRefused):
        restore(event, latest(event), by=curator)


# Everything of one account


def deface(events: list[Any], vandal: Any) -> None:
    with recording(by=vandal, route="page"):
        for event in events:
            event.title = "Lies"
            event.summary = "All of it."
            event.save()
            event.countries.clear()


def test_fifty_defaced_pages_are_as_they_were(curator: Any, vandal: Any) -> None:
    began = timezone.now()
    events = [make.make_event(title=f"Event {number}") for number in range(50)]
    for event in events:
        event.countries.set(["KE"])
    before = [row("events_event", event.pk) for event in events]
    start = time.process_time()
    deface(events, vandal)
    defacing = time.process_time() - start
    undone = take_back(vandal, began, by=curator)
    taking_back = time.process_time() - start - defacing

    assert taking_back < 60 * defacing
    assert len(undone.restored) == 50
    assert [row("events_event", event.pk) for event in events] == before
    assert {country.pk for event in events for country in event.countries.all()} == {"KE"}
    assert (undone.partly, undone.refused, undone.withdrawn) == ([], [], [])


def test_what_others_changed_since_stays(curator: Any, vandal: Any) -> None:
    event = make.make_event(title="The circle", summary="True.")
    began = timezone.now()
    deface([event], vandal)
    with recording(by=curator, route="page"):
        Event.objects.filter(pk=event.pk).update(title="The circle, mended")

    undone = take_back(vandal, began, by=curator)

    event = Event.objects.get(pk=event.pk)
    assert (event.title, event.summary) == ("The circle, mended", "True.")
    assert undone.partly == [event]


def test_a_preview_says_it_and_changes_nothing(curator: Any, vandal: Any) -> None:
    event = make.make_event(title="The circle")
    began = timezone.now()
    deface([event], vandal)
    count = Change.objects.count()

    undone = preview_taking_back(vandal, began, by=curator)

    assert undone.restored == [event]
    assert Event.objects.get(pk=event.pk).title == "Lies"
    assert Change.objects.count() == count


def test_what_the_account_made_is_withdrawn_never_deleted(curator: Any, vandal: Any) -> None:
    began = timezone.now()
    with recording(by=vandal, route="page"):
        public, draft, source = make.make_event(), make.make_event(status=Status.DRAFT), make.make_source()

    undone = take_back(vandal, began, by=curator)

    assert undone.withdrawn == [public]
    assert Event.objects.get(pk=public.pk).status == Status.WITHDRAWN
    assert len(undone.refused) >= 2
    assert Event.objects.filter(pk=draft.pk).exists()
    assert type(source).objects.filter(pk=source.pk).exists()


def test_only_since_the_moment_given(curator: Any, vandal: Any) -> None:
    event = make.make_event(title="One")
    with recording(by=vandal, route="page"):
        Event.objects.filter(pk=event.pk).update(title="Two")
    later = timezone.now()

    undone = take_back(vandal, later, by=curator)

    assert undone.restored == []
    assert Event.objects.get(pk=event.pk).title == "Two"


def test_highlights_are_taken_back_too(curator: Any, vandal: Any) -> None:
    story = make.make_story(body="One thing that was said.")
    highlight = make.make_highlight(block=make.first_block(story), exact="One thing")
    began = timezone.now()
    with recording(by=vandal, route="page"):
        Story.objects.filter(pk=story.pk).update(body="Nothing like it at all, whatever you look for.")
        read_blocks(Story.objects.get(pk=story.pk))

    take_back(vandal, began, by=curator)

    highlight = Highlight.objects.get(pk=highlight.pk)
    assert highlight.block is not None
    assert highlight.block.text == "One thing that was said."
