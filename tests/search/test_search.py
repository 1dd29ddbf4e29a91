"""Searching finds what strangers may read, in whatever form it is asked for, and nothing besides."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models import Country, Organisation, Population
from kpknow.search.indexing import catch_up, index_records, size
from kpknow.search.query import LONGEST, read
from stories.models import Story
from tests import builders as make
from tests.search.asking import searched, titles

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


@pytest.fixture
def told() -> None:
    make.make_story("Testing communities", body="Peer navigation and naloxone distribution for drug users.")
    make.make_story("Dépistage", language="fr", body="Les dépistages communautaires à l’école, une œuvre de santé.")
    make.make_story("Тестирование", language="ru", body="Тестирования и naloxone, ещё одно сообщество.")
    make.make_story("Prevención", language="es", body="Las mujeres de la comunidad.")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("community", ["Testing communities"]),
        ("tests", ["Testing communities"]),
        ("depistage", ["Dépistage"]),
        ("dépistages", ["Dépistage"]),
        ("ecole", ["Dépistage"]),
        ("oeuvre", ["Dépistage"]),
        ("œuvre", ["Dépistage"]),
        ("тестирования", ["Тестирование"]),
        ("еще", ["Тестирование"]),
        ("сообществом", ["Тестирование"]),
        ("prevencion", ["Prevención"]),
        ("naloxone", ["Testing communities", "Тестирование"]),
        ('"naloxone distribution"', ["Testing communities"]),
        ('"distribution naloxone"', []),
        ("«distribution naloxone»", []),
        ("„naloxone distribution“", ["Testing communities"]),
        ("naloxone –distribution", ["Тестирование"]),
        ("naloxone -distribution", ["Тестирование"]),
        ('naloxone -"naloxone distribution"', ["Тестирование"]),
        ("nalox*", ["Testing communities", "Тестирование"]),
        ("navigation naloxone", ["Testing communities"]),
        ("navigation école", []),
        ("-naloxone", []),
        ("n*", []),
        ('"', []),
        ("   ", []),
    ],
)
def test_words_are_found_in_every_form(typed: str, found: list[str], told: None) -> None:
    assert titles(typed) == found


def test_every_kind_of_record_is_found() -> None:
    event = make.make_event("Quinoa event")
    session = make.make_session(event, title="Quinoa session")
    make.make_story("Quinoa story")
    organisation = make.make_organisation("Quinoa organisation")
    theme = make.make_theme("Quinoa theme")
    voice = make.make_highlight(session, theme, text="Quinoa voice")
    make.make_finding(theme, voice, claim="Quinoa finding")
    synthesis = make.make_synthesis("Quinoa synthesis")
    resource = make.make_resource("Quinoa resource")
    catch_up()

    found = {one.kind: one.url for one in searched("quinoa").page}

    assert found == {
        "event": event.get_absolute_url(),
        "session": f"{event.get_absolute_url()}#s1",
        "story": Story.objects.get().get_absolute_url(),
        "organisation": organisation.get_absolute_url(),
        "theme": theme.get_absolute_url(),
        "finding": f"{theme.get_absolute_url()}#f1",
        "highlight": voice.get_absolute_url(),
        "synthesis": synthesis.get_absolute_url(),
        "resource": resource.get_absolute_url(),
    }


def test_a_title_weighs_more_than_a_standfirst_and_that_more_than_the_text() -> None:
    make.make_story("One", body="Quinoa.")
    make.make_story("Two", standfirst="Quinoa.")
    make.make_story("Quinoa")
    catch_up()

    assert [found.title for found in searched("quinoa").page] == ["Quinoa", "Two", "One"]


def test_of_equals_the_later_comes_first() -> None:
    for day, title in ((3, "Quinoa A"), (9, "Quinoa B"), (6, "Quinoa C")):
        make.make_story(title, published_at=timezone.make_aware(timezone.datetime(2026, 1, day)))
    catch_up()

    assert [found.title for found in searched("quinoa").page] == ["Quinoa B", "Quinoa C", "Quinoa A"]
    assert [found.title for found in searched("quinoa", sort="newest").page] == ["Quinoa B", "Quinoa C", "Quinoa A"]


def test_a_result_leads_to_the_passage_it_quotes() -> None:
    make.make_story(
        "The circle", slug="the-circle", body="It began.\n\nThen <b>quinoa</b> & l’avoine came.\n\nIt ended."
    )
    catch_up()

    [found] = searched("quinoa").page

    assert found.url == "/stories/the-circle/#t2"
    assert found.snippet == "Then &lt;b&gt;<mark>quinoa</mark>&lt;/b&gt; &amp; l’avoine came."


def test_a_word_for_people_finds_what_is_about_them_and_our_word_is_said() -> None:
    make.make_story("About them", people=("people-who-use-drugs",))
    make.make_story("Not about them", people=("msm",))
    catch_up()

    listing = searched("drug addicts")

    assert [found.title for found in listing.page] == ["About them"]
    assert listing.meanings == ["People who use drugs"]


def test_a_part_nothing_is_filed_under_finds_the_whole() -> None:
    make.make_story("About them", people=("people-who-use-drugs",))
    catch_up()
    whole = searched("IDU")
    make.make_story("About a part", people=("people-who-inject-drugs",))
    catch_up()

    assert ([found.title for found in whole.page], whole.meanings) == (["About them"], ["People who use drugs"])
    assert [found.title for found in searched("IDU").page] == ["About a part"]
    assert sorted(found.title for found in searched("drug users").page) == ["About a part", "About them"]


def test_a_place_and_people_narrow_each_other() -> None:
    make.make_story("Both", codes=("KE",), people=("sex-workers",))
    make.make_story("Place", codes=("KE",))
    make.make_story("People", codes=("UG",), people=("sex-workers",))

    assert titles("sex workers Kenya") == ["Both"]


def test_a_misspelt_word_is_corrected_only_where_that_finds_something() -> None:
    make.make_story("Registration of groups")
    make.make_story("Hidden quinoa", status="draft")
    catch_up()

    right = searched("registartion").suggestion

    assert (right and right.label, right and right.count) == ("registration", 1)
    assert searched("quinao").suggestion is None
    assert searched("registration").suggestion is None


def test_a_filter_takes_no_correction_away_and_brings_none_where_it_is_what_hides() -> None:
    make.make_story("Registration of groups", codes=("KE",))
    make.make_story("Elsewhere", codes=("UG",))
    catch_up()

    right = searched("registartion", place="ke").suggestion

    assert (right and right.label, right and right.count) == ("registration", 1)
    assert searched("registration", place="ug").suggestion is None


def test_a_place_finds_an_event_and_stands_not_alone_after_its_summary() -> None:
    event = make.make_event(code="KG", city="Bishkek", summary="Four movements met.", place_precision="city")
    group = make.make_organisation(code="KG", city="Bishkek", summary="They keep a safe home.")
    catch_up()

    shown = {found.title: str(found.snippet) for found in searched("Bishkek").page}

    assert shown == {event.title: "Four movements met.", group.name: "They keep a safe home."}


CHOICES = [("kind", "story"), ("kind", "organisation"), ("place", "ke"), ("people", "msm"), ("language", "fr")]


@pytest.mark.django_db(transaction=True)
@settings(max_examples=25)
@given(chosen=st.sets(st.sampled_from(CHOICES), max_size=3))
def test_each_count_is_the_length_of_the_list_it_leads_to(chosen: set[tuple[str, str]]) -> None:
    for number, code in enumerate(("KE", "UG")):
        Country.objects.get_or_create(code=code, defaults={"name": code, "alpha3": f"X{number}"})
    Population.objects.get_or_create(slug="msm", defaults={"name": "Men"})
    make.make_story("Quinoa A", people=("msm",), codes=("KE", "UG"))
    make.make_story("Quinoa B", language="fr", codes=("KE",))
    if not Organisation.objects.exists():  # one of each title is all there may be
        make.make_organisation("Quinoa C", code="KE")
    catch_up()
    asked: dict[str, Any] = {}
    for name, value in sorted(chosen):
        asked.setdefault(name, []).append(value)

    for facet in searched("quinoa", **asked).facets:
        others = {name: values for name, values in asked.items() if name != facet.name}
        for choice in facet.choices:
            led_to = searched("quinoa", **others, **{facet.name: choice.value})
            assert (facet.name, choice.value, choice.count) == (facet.name, choice.value, led_to.count)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=300)
@given(st.text(max_size=60) | st.text(alphabet="'\"*()-:^~&|!<>\\{}[]+% ANDORNOTNEAR\x00", max_size=40))
def test_nothing_typed_breaks_it(typed: str) -> None:
    query = read(typed)

    assert len(query.text) <= LONGEST
    listing = searched(query.text)
    assert listing.count == len(listing.page) == 0


def test_a_very_long_query_is_cut_and_that_is_said() -> None:
    listing = searched("quinoa" + " oats" * 11)
    longer = searched("quinoa" + " oats" * 12)

    assert listing.notices == []
    assert longer.notices == ["That is more than we can look for at once, so only the beginning was used."]


SEARCH_QUERIES = {"sqlite": 5, "postgresql": 14}
"""The hits, their order (and on SQLite the days of equals), the documents, the passages; on PostgreSQL also the content
version wherever it is asked, and two transactions that say how to plan."""
INDEX_QUERIES = 8
"""A savepoint and its release, the content version, blocks, consents that end, stories, what goes, the documents."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_takes_the_same_queries_for_one_result_and_for_three(
    rows: int, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        make.make_story(f"Story {n}", body="Quinoa.", codes=())
    catch_up()
    list(searched("quinoa").page)

    with django_assert_num_queries(SEARCH_QUERIES[connection.vendor]):
        found = searched("quinoa").page

    assert len(found) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_indexing_takes_the_same_queries_for_one_record_and_for_three(
    rows: int, django_assert_num_queries: Any
) -> None:
    pks = [make.make_story(f"Story {n}").pk for n in range(rows)]

    with django_assert_num_queries(INDEX_QUERIES):
        index_records("stories.story", pks)

    assert size() == rows
