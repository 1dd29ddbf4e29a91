"""Which topics are offered as one, and which are not."""

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from events.models import TopicTerm
from kpknow.curation.actions.merging import merge_topics
from kpknow.curation.actions.telling_apart import offer_again, tell_apart
from kpknow.curation.duplicates import possible_duplicates
from tests import builders as make

pytestmark = pytest.mark.django_db
QUERIES = 3
"""Topics, pairs told apart, terms."""


def offered() -> list[tuple[set[str], str]]:
    return [({pair.one.name, pair.other.name}, pair.reason.value) for pair in possible_duplicates()]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Self-testing", "Self – testing", "letters"),
        ("Self-testing", "SELFTESTING", "letters"),
        ("Peer educator", "Peer educators", "stems"),
        ("Peer educators", "Educators, peer", "stems"),
        ("Harm reduction", "Harm reductoin", "spelling"),
        ("Decriminalisation", "Decriminalization", "spelling"),
    ],
)
def test_topics_that_look_alike_are_offered_with_the_reason(one: str, other: str, reason: str) -> None:
    make.make_topic(one), make.make_topic(other), make.make_topic("Something else")

    assert offered() == [({one, other}, reason)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PrEP", "PEP"),
        ("Phase 1 trials", "Phase 2 trials"),
        ("Hepatitis B", "Hepatitis C"),
        ("Sex work", "Sexual health"),
    ],
)
def test_topics_that_differ_are_not_offered(one: str, other: str) -> None:
    make.make_topic(one), make.make_topic(other)

    assert offered() == []


def test_a_topic_called_as_another_is_also_said_is_offered() -> None:
    one, _other = make.make_topic("Peer educators"), make.make_topic("Navigators")
    TopicTerm.objects.create(topic=one, term="Navigators", source="Heard.")

    assert offered() == [({"Peer educators", "Navigators"}, "synonym")]


def test_words_are_stemmed_in_their_own_language() -> None:
    one, other = make.make_topic("One"), make.make_topic("Two")
    TopicTerm.objects.create(topic=one, term="тестирование", language="ru", source="Heard.")
    TopicTerm.objects.create(topic=other, term="тестирования", language="ru", source="Heard.")

    assert offered() == [({"One", "Two"}, "stems")]


def test_merged_topics_are_not_offered() -> None:
    one, other = make.make_topic("Peer educator"), make.make_topic("Peer educators")
    merge_topics(one, other, by=AnonymousUser())

    assert offered() == []


def test_a_pair_told_apart_is_remembered_until_it_is_offered_again() -> None:
    one, other = make.make_topic("Peer educators"), make.make_topic("Peer educator")

    tell_apart(one, other, by=AnonymousUser()), tell_apart(other, one, by=AnonymousUser())
    apart = offered()
    offer_again(other, one)

    assert apart == []
    assert len(offered()) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_takes_the_same_queries_for_one_pair_and_for_three(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        make.make_topic(f"Educator {n}"), make.make_topic(f"Educators {n}")

    with django_assert_num_queries(QUERIES):
        assert len(possible_duplicates()) == rows
