import re
from typing import Any

import pytest
from django.test import Client

from events.views.programmes import NEWEST
from tests import builders as make
from tests.events.full import full_programme
from tests.events.views.pages import page, section, told, words

pytestmark = pytest.mark.django_db

LIST_QUERIES = 3
"""The count, the page, its countries."""
PROGRAMME_QUERIES = 8
"""The programme; its countries; partners; events; resources; surveys. From stories: its stories, their countries."""


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_programme_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make.make_programme().countries.set(["KE", "UG"])

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/programmes/")

    assert response.context["listing"].count == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_programme_takes_the_same_queries_with_one_of_each_and_with_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    programme = full_programme(rows)

    with django_assert_num_queries(PROGRAMME_QUERIES):
        response = client.get(programme.get_absolute_url())

    assert [len(response.context[name]) for name in ("partners", "resources", "surveys")] == [rows] * 3
    assert len(response.context["events"]) == 2 * rows


def test_a_programme_tells_its_years_aims_and_countries_on_a_map_and_in_words() -> None:
    programme = make.make_programme(starts=make.a_date("2014"), ends=make.a_date("2017"), aims="One.\nTwo.")
    programme.countries.set(["UG", "KE"])

    html = page(programme)
    figure = re.search(r'<figure class="map">(.*?)</figure>', html, re.DOTALL)

    assert "2014–2017" in html
    assert section(html, "h-aims").count("<li>") == 2
    assert figure
    assert figure[1].count("<circle") == 2
    assert words(figure[1]) == "It worked in Kenya , Uganda ."
    assert [one["@type"] for one in told(html)] == ["Project", "BreadcrumbList"]


def test_a_bare_programme_says_that_its_years_are_not_recorded() -> None:
    html = page(make.make_programme())

    assert "years not recorded" in html
    assert [html.count(mark) for mark in ("<figure", "<aside", 'class="orgs"')] == [0, 0, 0]


def test_partners_stand_with_all_their_roles_lead_and_funders_first() -> None:
    programme = make.make_programme()
    both, lead, partner = (make.make_organisation(name) for name in ("Both", "Lead", "A partner"))
    for organisation, role in ((partner, "partner"), (both, "capacity_builder"), (both, "funder"), (lead, "lead")):
        programme.programme_partners.create(organisation=organisation, role=role)

    rows = re.findall(r"<li>(.*?)</li>", section(page(programme), "h-who"))

    assert [words(row) for row in rows] == [
        "Lead Lead Kenya",
        "Both Funder, Capacity builder Kenya",
        "A partner Partner Kenya",
    ]


def test_the_newest_are_shown_and_all_are_a_link_away() -> None:
    programme = make.make_programme(slug="gaps")
    for n in range(NEWEST + 1):
        make.make_event(f"Event {n:02}", programme=programme, starts=f"{2000 + n}")
        make.make_resource(f"Resource {n:02}", programme=programme)

    html = page(programme)

    assert section(html, "h-ev").count("<li>") == NEWEST
    assert "Event 00" not in html
    for path in ("/events/?programme=gaps", "/resources/?programme=gaps"):
        assert f'href="{path}"' in html
        assert Client().get(path).context["listing"].count == NEWEST + 1


def test_drafts_of_a_programme_are_not_shown() -> None:
    programme = make.make_programme()
    make.make_event("Zebra event", programme=programme, status="draft")
    make.make_resource("Zebra report", programme=programme, status="in_review")
    make.make_survey("Zebra survey", programme=programme, status="withdrawn")

    assert "Zebra" not in page(programme)
