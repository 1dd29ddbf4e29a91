import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import builders as make

pytestmark = pytest.mark.django_db
HOME_QUERIES = 14
"""Five content versions, one a catalogue; countries; topics; themes; the voice (2); stories with countries; events;
syntheses."""


def fill() -> None:
    theme = make.make_theme()
    story = make.make_story(topics=("Safety",))
    make.make_finding(theme, make.make_highlight(make.first_block(story), theme))
    make.make_event()
    make.make_synthesis()


@pytest.mark.parametrize("rows", [1, 3])
def test_home_costs_the_same_with_one_and_with_three(
    rows: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        fill()
    client.get("/")

    with django_assert_num_queries(HOME_QUERIES):
        client.get("/")


def test_machines_learn_where_to_search() -> None:
    page = Client().get("/").content.decode()

    assert '"target": "http://testserver/search/?q={words}"' in page
    assert 'title="kpknow" href="/opensearch.xml">' in Client().get("/about/").content.decode()


def test_an_empty_site_says_so_and_leads_somewhere() -> None:
    page = Client().get("/").content.decode()

    assert "Nothing published yet" in page
    assert 'href="/about/"' in page


def test_home_shows_the_newest_first_and_how_many_there_are() -> None:
    for year in ("2015", "2019", "2017", "2018"):
        make.make_story(f"Story of {year}", dated=year)

    page = Client().get("/").content.decode()

    assert re.findall(r"Story of (\d{4})</a>", page) == ["2019", "2018", "2017"]
    assert "All 4 stories" in page
