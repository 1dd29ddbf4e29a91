import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from events.models import Country, TermKind
from tests import builders as make

pytestmark = pytest.mark.django_db


def text(path: str) -> str:
    return Client().get(path).content.decode()


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/places/ke/", 15),  # three versions; the country and its terms; six shelves and what their lists load
        ("/people/msm/", 11),  # three versions; the population and its terms; four shelves
        ("/places/", 4),  # three content versions; the countries
        ("/people/", 4),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_concept_costs_the_same_with_one_and_with_three(
    path: str, queries: int, rows: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        story = make.make_story(people=("msm",), topics=("Safety",))
        make.make_highlight(make.first_block(story), make.make_theme())
        event = make.make_event()
        event.countries.add("KE")
        event.populations.set([make.population()])
        make.make_organisation().populations.set([make.population()])
        make.make_programme().countries.add("KE")
    client.get(path)

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_a_place_shows_its_newest_five_and_leads_to_all() -> None:
    for _ in range(6):
        make.make_story()

    page = text("/places/ke/")

    assert len(re.findall(r'href="/stories/record-\d+/"', page)) == 5
    assert 'href="/stories/?place=ke"' in page


def test_a_quiet_country_names_no_organisation() -> None:
    make.make_organisation("Loud name")
    make.make_story()
    Country.objects.filter(pk="KE").update(is_quiet=True)

    assert "Loud name" not in text("/places/ke/")


def test_a_place_says_when_its_law_was_checked() -> None:
    Country.objects.filter(pk="KE").update(legal_context="The law punishes.", legal_context_checked_on="2026-11-21")

    assert "Checked on 21 November 2026." in text("/places/ke/")


def test_a_thin_page_stays_out_of_search_engines() -> None:
    make.make_story(people=("msm",))
    assert 'content="noindex"' in text("/people/msm/")

    make.make_story(people=("msm",))
    assert 'content="noindex"' not in text("/people/msm/")


def test_hurtful_terms_are_never_printed() -> None:
    population = make.population()
    population.terms.create(term="hurtful-word", kind=TermKind.AVOID)
    population.terms.create(term="also-said", kind=TermKind.SYNONYM)

    page = text("/people/msm/")

    assert "also-said" in page
    assert "hurtful-word" not in page


def test_a_source_lists_what_was_made_from_it() -> None:
    source = make.make_source("The account", url="")
    shown = make.make_story("Shown", source=source, source_page="page 4")
    make.make_story("Draft", source=source, status="draft")

    page = text(source.get_absolute_url())

    assert f'href="{shown.get_absolute_url()}"' in page
    assert "page 4" in page
    assert "Draft" not in page
    assert "not recorded in our copy" in page


def test_an_unlisted_source_is_not_found() -> None:
    source = make.make_source("Internal paper", is_listed=False)

    assert Client().get(source.get_absolute_url()).status_code == 404
    assert "Internal paper" not in text("/sources/")


def test_upper_case_places_lead_to_the_one_address() -> None:
    assert Client().get("/places/KE/")["Location"] == "/places/ke/"
