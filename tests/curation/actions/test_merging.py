"""Two topics become one: nothing is lost, and it can be taken back."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events.models import Topic, TopicTerm
from kpknow.content.models import FormerAddress
from kpknow.content.models.former_address import remember_slug
from kpknow.curation.actions.merging import AlreadyMerged, MergedIntoItself, TargetIsMerged, merge_topics
from kpknow.curation.actions.undoing import EditedSince, UndoneBefore, undo_merge
from kpknow.curation.models import TopicMerge
from stories.models import Story
from tests import builders as make
from tests.curation.topics import carrying, everything

NOBODY = AnonymousUser()
MERGE_QUERIES = 43
"""Writers held; both topics, addresses, terms and states once; five for each of three kinds of tagging, two more where
it has any."""


class MergingTest(TestCase):
    """Hypothesis needs a transaction for each example, which only a class has."""

    @given(st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.booleans()), max_size=12))
    def test_merged_tags_lose_no_tagging_and_undoing_restores_every_row(
        self, drawn: list[tuple[int, bool, bool]]
    ) -> None:
        Topic.objects.all().delete()
        kept, merged = make.make_topic("Safety"), make.make_topic("Security")
        TopicTerm.objects.create(topic=merged, term="Guarding", source="Heard.")
        for kind, has_kept, has_merged in drawn:
            record = (make.make_story, make.make_event, make.make_resource)[kind]()
            record.topics.set([*([kept] if has_kept else []), *([merged] if has_merged else [])])
        before, tagged = everything(), carrying(kept) | carrying(merged)

        merge = merge_topics(merged, kept, by=NOBODY)
        after, left = carrying(kept), carrying(merged)
        undo_merge(merge, by=NOBODY)

        assert (after, left) == (tagged, set())
        assert merge.taggings.count() == sum(has_merged for _kind, _kept, has_merged in drawn)
        assert everything() == before


@pytest.mark.django_db
def test_doubles_collapse() -> None:
    both, one = make.make_story(topics=("Safety", "Security")), make.make_event()
    kept, merged = make.make_topic("Safety"), make.make_topic("Security")
    one.topics.add(merged)

    merge = merge_topics(merged, kept, by=NOBODY)

    assert [topic.name for topic in both.topics.all()] == ["Safety"]
    assert [topic.name for topic in one.topics.all()] == ["Safety"]
    assert sorted(merge.taggings.values_list("kind", "was_double")) == [
        ("events.taggedevent", False),
        ("stories.taggedstory", True),
    ]


@pytest.mark.django_db
def test_old_addresses_lead_on_at_once_without_chains() -> None:
    first, second, third = (make.make_topic(name) for name in ("First", "Second", "Third"))
    remember_slug("events.topic", "before-first", "first")

    merge_topics(first, second, by=NOBODY)
    merge_topics(second, third, by=NOBODY)

    for slug in ("before-first", "first", "second"):
        response = Client().get(f"/tags/{slug}/")
        assert (response.status_code, response["Location"]) == (301, "/tags/third/"), slug
    first.refresh_from_db()
    assert first.merged_into == third


@pytest.mark.django_db
def test_the_kept_topic_is_found_by_the_words_of_the_other() -> None:
    kept, merged, other = (make.make_topic(name) for name in ("Safety", "Security", "Other"))
    terms = TopicTerm.objects.create
    terms(topic=kept, term="Sûreté", language="fr", kind="preferred", source="Heard.")
    terms(topic=merged, term="Sécurité", language="fr", kind="preferred", source="Heard.")
    terms(topic=other, term="Else", source="Heard.")

    merge_topics(merged, kept, by=NOBODY)

    found = set(kept.terms.values_list("language", "term", "kind"))
    assert found == {
        ("fr", "Sûreté", "preferred"),
        ("fr", "Sécurité", "synonym"),
        ("en", "Security", "synonym"),
    }
    kept.refresh_from_db(), merged.refresh_from_db()
    assert (kept.names, merged.names) == ({"fr": "Sûreté"}, {})


@pytest.mark.django_db
def test_a_name_that_is_a_term_already_is_not_added_twice() -> None:
    kept, merged = make.make_topic("Safety"), make.make_topic("Security")
    TopicTerm.objects.create(topic=kept, term="SECURITY", source="Heard.")

    merge = merge_topics(merged, kept, by=NOBODY)

    assert merge.terms_added == []
    assert [term.term for term in kept.terms.all()] == ["SECURITY"]


@pytest.mark.django_db
def test_a_topic_is_not_merged_into_itself_nor_into_a_merged_one_nor_twice() -> None:
    kept, merged, other = (make.make_topic(name) for name in ("Safety", "Security", "Other"))
    merge_topics(merged, kept, by=NOBODY)
    before = everything()

    for wrong, one, into in (
        (MergedIntoItself, kept, kept),
        (AlreadyMerged, merged, other),
        (TargetIsMerged, other, merged),
    ):
        with pytest.raises(wrong):
            merge_topics(one, into, by=NOBODY)

    assert everything() == before
    assert TopicMerge.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_a_merge_takes_the_same_queries_for_one_tagging_and_for_three(rows: int) -> None:
    kept, merged = make.make_topic("Safety"), make.make_topic("Security")
    for _ in range(rows):
        make.make_story(topics=("Security",)), make.make_story(topics=("Security", "Safety"))

    with CaptureQueriesContext(connection) as queries:
        merge_topics(merged, kept, by=NOBODY)

    assert len(queries) == MERGE_QUERIES


# Undoing


@pytest.mark.django_db
def test_a_chain_is_undone_from_its_end() -> None:
    first, second, third = (make.make_topic(name) for name in ("First", "Second", "Third"))
    make.make_story(topics=("First",)), make.make_story(topics=("First", "Third"))
    before = everything()
    one = merge_topics(first, second, by=NOBODY)
    two = merge_topics(second, third, by=NOBODY)

    with pytest.raises(EditedSince, match="Second → Third stands"):
        undo_merge(one, by=NOBODY)
    undo_merge(two, by=NOBODY)
    undo_merge(one, by=NOBODY)

    assert everything() == before


@pytest.mark.django_db
def test_what_was_tagged_after_the_merge_keeps_the_kept_topic() -> None:
    kept, merged = make.make_topic("Safety"), make.make_topic("Security")
    merge = merge_topics(merged, kept, by=NOBODY)
    later = make.make_story(topics=("Safety",))

    undo_merge(merge, by=NOBODY)

    assert [topic.name for topic in later.topics.all()] == ["Safety"]


@pytest.mark.django_db
def test_a_merge_is_undone_once() -> None:
    merge = merge_topics(make.make_topic("Security"), make.make_topic("Safety"), by=NOBODY)
    undo_merge(merge, by=NOBODY)

    with pytest.raises(UndoneBefore):
        undo_merge(merge, by=NOBODY)


def rename_kept(merge: TopicMerge, story: Story, double: Story) -> None:
    merge.kept.name = "Being safe"
    merge.kept.save()


def describe_merged(merge: TopicMerge, story: Story, double: Story) -> None:
    merge.merged.description = "New words."
    merge.merged.save()


def add_a_term(merge: TopicMerge, story: Story, double: Story) -> None:
    TopicTerm.objects.create(topic=merge.kept, term="Guarding", source="Heard.")


def take_off(merge: TopicMerge, story: Story, double: Story) -> None:
    story.topics.remove(merge.kept)


def take_off_double(merge: TopicMerge, story: Story, double: Story) -> None:
    double.topics.remove(merge.kept)


def tag_again(merge: TopicMerge, story: Story, double: Story) -> None:
    story.topics.add(merge.merged)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (rename_kept, "“Safety” was edited since."),
        (describe_merged, "“Security” was edited since."),
        (add_a_term, "“Safety” was edited since."),
        (take_off, "The topics of “Moved” were changed since."),
        (take_off_double, "The topics of “Double” were changed since."),
        (tag_again, "The topics of “Moved” were changed since."),
    ],
)
def test_undoing_never_overwrites_an_edit_and_says_which(edit: object, words: str) -> None:
    story = make.make_story("Moved", topics=("Security",))
    double = make.make_story("Double", topics=("Safety", "Security"))
    merge = merge_topics(make.make_topic("Security"), make.make_topic("Safety"), by=NOBODY)
    edit(merge, story, double)  # type: ignore[operator]
    before = everything()

    with pytest.raises(EditedSince) as refused:
        undo_merge(merge, by=NOBODY)

    assert refused.value.edits == [words]
    assert everything() == before


@pytest.mark.django_db
def test_an_address_deleted_on_purpose_stays_deleted() -> None:
    kept, merged = make.make_topic("Safety"), make.make_topic("Security")
    remember_slug("events.topic", "a-name", "security")
    merge = merge_topics(merged, kept, by=NOBODY)
    FormerAddress.objects.filter(slug="a-name").delete()

    undo_merge(merge, by=NOBODY)

    assert list(FormerAddress.objects.values_list("slug", flat=True)) == []
