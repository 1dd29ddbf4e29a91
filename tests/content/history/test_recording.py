"""Every route a change can take, and who it is put down to."""

import json
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from taggit.managers import TaggableManager

from events.models import Event, Topic
from kpknow.content.history.curated import curated_tables
from kpknow.content.history.recording import current, recording, unrecorded
from kpknow.content.history.triggers import OPERATIONS, PREFIX, installed
from kpknow.content.models import Change, Source
from kpknow.curation.actions.merging import merge_topics
from stories.models import Block, Comment, Moderation, Story
from tests import builders as make
from tests.content.admin.forms import filled_form

pytestmark = pytest.mark.django_db


def since(change: Any) -> list[Change]:
    last = Change.objects.order_by("id").values_list("id", flat=True).last() or 0
    change()
    return list(Change.objects.filter(id__gt=last).order_by("id"))


def put_down(change: Any) -> set[tuple[str, str, str]]:
    return {(one.verb, one.kind, one.record_key) for one in since(change)}


def test_everything_the_admin_changes_is_curated() -> None:
    changeable = {
        model._meta.label_lower
        for model, model_admin in admin.site._registry.items()
        if getattr(model_admin, "keeps_history", False)
    }
    tagged = {
        field.remote_field.through._meta.label_lower
        for model in admin.site._registry
        for field in model._meta.many_to_many
        if isinstance(field, TaggableManager)
    }

    assert changeable | tagged <= set(curated_tables())
    assert {"stories.block", "stories.storycontribution", "stories.recommendation_findings"} <= set(curated_tables())


def test_every_curated_table_has_its_triggers() -> None:
    wanted = {f"{PREFIX}{one.table}_{operation}" for one in curated_tables().values() for operation in OPERATIONS}

    with connection.cursor() as cursor:
        assert wanted <= set(installed(connection, cursor))


def test_a_save_is_written_down_with_before_and_after() -> None:
    source = make.make_source(title="Before")
    source.title = "After"

    (change,) = since(source.save)

    assert (change.verb, change.record_kind, change.record_key) == ("changed", "content.source", str(source.pk))
    assert json.loads(change.before or "")["title"] == "Before"
    assert json.loads(change.after or "")["title"] == "After"


def test_a_save_that_changes_nothing_is_no_change() -> None:
    event = make.make_event()

    assert since(event.save) == []


def test_no_route_slips_past() -> None:
    story = make.make_story()
    key = str(story.pk)
    topic = make.make_topic("Safety")
    stories = Story.objects.filter(pk=story.pk)
    block = make.first_block(story)

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE stories_story SET standfirst = 'Raw' WHERE id = %s", [story.pk])

    changed = {("changed", "stories.story", key)}
    assert put_down(lambda: stories.update(title="In bulk")) == changed
    assert put_down(lambda: Story.objects.bulk_update([story], ["title"])) == changed
    assert put_down(raw) == changed
    assert put_down(lambda: story.topics.add(topic)) == {("added", "stories.taggedstory", key)}
    assert put_down(story.countries.clear) == {("removed", "stories.story_countries", key)}
    assert put_down(lambda: story.countries.add("KE")) == {("added", "stories.story_countries", key)}
    assert put_down(lambda: Block.objects.filter(pk=block.pk).update(text="New")) == {("changed", "stories.block", key)}
    assert put_down(lambda: Source.objects.bulk_create([Source(title="One", slug="one")])) == {
        ("added", "content.source", str(Source.objects.get(slug="one").pk))
    }


def test_a_merge_is_written_down_at_each_record_it_touches() -> None:
    merged, kept = make.make_topic("Housing"), make.make_topic("Shelter")
    event = make.make_event()
    event.topics.add(merged)

    assert ("changed", "events.taggedevent", str(event.pk)) in put_down(
        lambda: merge_topics(merged, kept, by=AnonymousUser())
    )
    assert Topic.objects.filter(pk=merged.pk).exists()


def test_a_form_is_one_act_of_its_account(staff: Client, curator: Any) -> None:
    event = make.make_event(title="The circle")
    make.make_participation(event)
    address = reverse("admin:events_event_change", args=(event.pk,))
    form = filled_form(staff, address) | {"title": "The square", "participations-0-role": "host"}

    changes = since(lambda: staff.post(address, form))

    assert {one.kind for one in changes} == {"events.event", "events.participation"}
    assert {one.account for one in changes} == {curator.pk}
    assert len({one.act for one in changes}) == 1
    assert all(one.seal for one in changes)


def test_a_list_action_is_put_down_to_its_account(staff: Client, curator: Any) -> None:
    event = make.make_event()
    sent = {"action": "withdraw_selected", "_selected_action": event.pk, "reason": "Asked to.", "post": "yes"}

    changes = since(lambda: staff.post(reverse("admin:events_event_changelist"), sent))

    assert [(one.account, one.record_key) for one in changes] == [(curator.pk, str(event.pk))]
    assert Event.objects.get(pk=event.pk).status == "withdrawn"


def test_what_comes_after_a_recording_is_nobodys(curator: Any) -> None:
    with recording(by=curator, route="import"):
        make.make_source()

    (change,) = since(make.make_source)

    assert (change.account, change.route, change.act) == (None, "", 0)


def test_a_recording_within_another_stays_the_same_act(curator: Any) -> None:
    def both() -> None:
        with recording(by=curator, route="page"):
            make.make_source()
            with recording(by=None, route="import"):
                make.make_source()
            make.make_source()

    changes = since(both)

    assert [one.route for one in changes] == ["page", "import", "page"]
    assert {one.account for one in changes} == {curator.pk}
    assert len({one.act for one in changes}) == 1


def test_a_recording_that_fails_leaves_no_name_behind(curator: Any) -> None:
    def fail() -> None:
        with transaction.atomic(), recording(by=curator, route="import"):
            make.make_source()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    (change,) = since(make.make_source)

    assert change.account is None
    assert current.get() is None


def test_a_machine_load_is_not_written_down() -> None:
    def load() -> None:
        with unrecorded():
            make.make_story()

    assert since(load) == []
    assert len(since(make.make_source)) == 1


def test_a_comment_is_written_down_without_its_words() -> None:
    comment = make.make_comment(make.make_story(), text="My own words", moderation=Moderation.PENDING)

    (change,) = since(lambda: Comment.objects.filter(pk=comment.pk).update(moderation=Moderation.ACCEPTED))

    assert "My own words" not in f"{change.before}{change.after}"
    assert json.loads(change.after or "")["moderation"] == "accepted"


def test_a_pass_phrase_never_gets_into_the_history(curator: Any) -> None:
    curator.set_password("another pass phrase")

    assert since(curator.save) == []
    assert "password" not in json.loads(Change.objects.filter(kind="auth.user").latest("id").after or "{}")
