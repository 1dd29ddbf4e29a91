"""Merging in the admin: choose, see, confirm, undo; pairs that look alike."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from events.models import Topic
from kpknow.curation.models import DistinctTopics, TopicMerge
from tests import builders as make
from tests.content.admin.test_every_admin import HOSTILE
from tests.curation.topics import everything

pytestmark = pytest.mark.django_db

LIST = "/staff/events/topic/"
MERGE, DUPLICATES = f"{LIST}merge/", f"{LIST}duplicates/"


@pytest.fixture
def two() -> tuple[Topic, Topic]:
    """Safety is kept, Security is merged; six stories have the second, one of them both."""
    for n in range(5):
        make.make_story(f"Story {n}", topics=("Security",))
    make.make_story("Both", topics=("Safety", "Security"))
    make.make_event("An event").topics.add(make.make_topic("Security"))
    return make.make_topic("Safety"), make.make_topic("Security")


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_action_asks_which_topic_to_keep(staff: Client, two: tuple[Topic, Topic]) -> None:
    _kept, merged = two

    asked = staff.post(LIST, {"action": "merge_selected", "_selected_action": merged.pk}, follow=True)
    unknown = staff.get(MERGE, {"merged": merged.pk, "into": ""})
    itself = staff.get(MERGE, {"merged": merged.pk, "into": merged.pk})

    assert asked.redirect_chain == [(f"{MERGE}?merged={merged.pk}", 302)]
    assert "Security" in asked.content.decode()
    assert unknown.context["form"].errors["into"] == ["This field is required."]
    assert itself.context["form"].errors["into"] == ["Choose a topic that still stands for itself."]


def test_the_preview_counts_each_kind_and_shows_five_of_them_and_changes_nothing(
    staff: Client, two: tuple[Topic, Topic]
) -> None:
    kept, merged = two
    before = everything()

    response = staff.get(MERGE, {"merged": merged.pk, "into": kept.pk})

    (preview,) = response.context["previews"]
    counts = {change.kind: (change.moved, change.doubles, len(change.samples)) for change in preview.kinds}
    assert counts == {"stories": (5, 1, 5), "events": (1, 0, 1)}
    assert [str(record) for record, is_double in preview.kinds[1].samples if is_double] == ["Both"]
    assert preview.words == ["Security"]
    assert everything() == before


def test_confirming_merges_and_the_log_undoes(staff: Client, two: tuple[Topic, Topic], curator: Any) -> None:
    kept, merged = two
    before = everything()

    done = staff.post(f"{MERGE}?merged={merged.pk}&into={kept.pk}", follow=True)
    merge = TopicMerge.objects.get()
    page = staff.get(reverse("admin:curation_topicmerge_change", args=(merge.pk,))).content.decode()
    undone = staff.post(reverse("admin:curation_topicmerge_undo", args=(merge.pk,)), follow=True)

    assert said(done) == ["1 topic became “Safety”."]
    assert "Security → Safety" in done.content.decode()
    assert "stories: 6, of which 1 had both topics" in page
    assert "Yes: nothing was edited." in page
    assert said(undone) == ["“Security” stands for itself again."]
    assert everything() == before
    merge.refresh_from_db()
    assert (merge.merged_by, merge.undone_by) == (curator, curator)


def test_several_topics_become_one_at_once(staff: Client, two: tuple[Topic, Topic]) -> None:
    kept, merged = two
    other = make.make_topic("Protection")

    staff.post(f"{MERGE}?merged={merged.pk}&merged={other.pk}&into={kept.pk}")

    assert set(Topic.objects.filter(merged_into=kept)) == {merged, other}


def test_the_log_says_why_a_merge_cannot_be_undone(staff: Client, two: tuple[Topic, Topic]) -> None:
    kept, merged = two
    staff.post(f"{MERGE}?merged={merged.pk}&into={kept.pk}", follow=True)
    Topic.objects.filter(pk=kept.pk).update(description="New words.")
    merge = TopicMerge.objects.get()

    page = staff.get(reverse("admin:curation_topicmerge_change", args=(merge.pk,))).content.decode()
    refused = staff.post(reverse("admin:curation_topicmerge_undo", args=(merge.pk,)), follow=True)

    assert "“Safety” was edited since." in page
    assert "Undo this merge" not in page
    assert said(refused) == ["“Safety” was edited since.", "Nothing was undone."]


def test_undoing_twice_is_said(staff: Client, two: tuple[Topic, Topic]) -> None:
    kept, merged = two
    staff.post(f"{MERGE}?merged={merged.pk}&into={kept.pk}", follow=True)
    undo = reverse("admin:curation_topicmerge_undo", args=(TopicMerge.objects.get().pk,))
    staff.post(undo, follow=True)

    assert said(staff.post(undo, follow=True)) == ["It was undone before."]
    assert staff.get(undo).status_code == 405


def test_a_topic_becomes_another_by_merging_only(staff: Client, two: tuple[Topic, Topic]) -> None:
    _kept, merged = two
    address = reverse("admin:events_topic_change", args=(merged.pk,))
    form = staff.get(address).context["adminform"].form

    assert "merged_into" not in form.fields
    assert "Merge into…" in staff.get(address).content.decode()


@pytest.mark.parametrize("permission", [None, "view_topic"])
def test_those_who_may_not_change_topics_neither_merge_nor_undo(
    permission: str | None, two: tuple[Topic, Topic], django_user_model: Any
) -> None:
    kept, merged = two
    user = django_user_model.objects.create_user("reader", password="a long pass phrase", is_staff=True)
    if permission:
        user.user_permissions.add(Permission.objects.get(codename=permission))
    client = Client()
    client.force_login(user)
    merge = TopicMerge.objects.create(merged=merged, kept=kept, merged_state={"name": ""}, kept_state={"name": ""})
    undo = reverse("admin:curation_topicmerge_undo", args=(merge.pk,))

    answers = [client.get(MERGE, {"merged": merged.pk}), client.post(f"{MERGE}?merged={merged.pk}&into={kept.pk}")]
    answers += [client.get(DUPLICATES), client.post(DUPLICATES), client.post(undo)]

    assert [answer.status_code for answer in answers] == [403] * 5
    assert not Topic.objects.filter(merged_into__isnull=False).exists()


def test_strangers_are_sent_to_sign_in(two: tuple[Topic, Topic]) -> None:
    assert [Client().get(address).status_code for address in (MERGE, DUPLICATES)] == [302, 302]


# Pairs that look alike


def test_pairs_are_offered_with_counts_and_a_way_to_merge(staff: Client) -> None:
    one, other = make.make_topic("Peer educator"), make.make_topic("Peer educators")
    make.make_story(topics=("Peer educators",)), make.make_story(topics=("Peer educators",), status="draft")

    page = staff.get(DUPLICATES)

    (pair,) = page.context["pairs"]
    assert [(topic.name, count) for topic, count, _address in pair["topics"]] == [
        ("Peer educator", 0),
        ("Peer educators", 2),
    ]
    assert f'href="{MERGE}?merged={other.pk}&amp;into={one.pk}"' in page.content.decode()
    assert [staff.get(address).context["kept"] for topic, _n, address in pair["topics"]] == [one, other]


def test_not_the_same_is_remembered_and_can_be_taken_back(staff: Client) -> None:
    one, other = make.make_topic("Peer educator"), make.make_topic("Peer educators")
    pair = {"topic": [other.pk, one.pk]}

    apart = staff.post(DUPLICATES, pair | {"verdict": "apart"}, follow=True)
    again = staff.post(DUPLICATES, pair | {"verdict": "again"}, follow=True)

    assert (apart.context["pairs"], len(apart.context["apart"])) == ([], 1)
    assert (len(again.context["pairs"]), len(again.context["apart"])) == (1, 0)


def test_the_list_of_topics_leads_to_both_pages(staff: Client) -> None:
    links = re.findall(r'<a href="([^"]+)">(?:Possible duplicates|Log of merges)</a>', staff.get(LIST).content.decode())

    assert links == [DUPLICATES, "/staff/curation/topicmerge/"]


# Bad input


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: value[:10])
def test_nothing_typed_breaks_a_page(value: str, staff: Client, two: tuple[Topic, Topic]) -> None:
    kept, merged = two

    asked = [
        staff.get(MERGE, {"merged": value[:2000]}),
        staff.get(MERGE, {"merged": merged.pk, "into": value[:2000]}),
        staff.post(f"{MERGE}?merged={merged.pk}", {"into": value}),
        staff.post(DUPLICATES, {"topic": [value, merged.pk], "verdict": "apart"}),
        staff.post(DUPLICATES, {"topic": [kept.pk, merged.pk], "verdict": value}),
        staff.post(reverse("admin:curation_topicmerge_undo", args=(value[:200] or "x",))),
    ]

    assert [answer.status_code for answer in asked if answer.status_code >= 500] == []
    assert not DistinctTopics.objects.exists()
    assert not TopicMerge.objects.exists()
