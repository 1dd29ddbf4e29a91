"""The gap map: every cell is the length of the list it opens, and nothing is told that a list may not say."""

import csv
from html import unescape
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from events.models import Country
from kpknow.content.actions.publishing import withdraw
from kpknow.content.models.former_address import remember_slug
from stories.models import Theme
from tests import builders as make

pytestmark = pytest.mark.django_db

QUERIES = 6
"""Three content versions; themes, people and countries (6). No record is read for the table."""
PLACES, PEOPLE = ("KE", "UG", "KG", "KH"), ("msm", "trans-people", "sex-workers")


def table(client: Client, query: str = "") -> dict[str, list[str]]:
    """Country → the words of its cells."""
    rows = client.get(f"/evidence/gaps/{query}").context["rows"]
    return {str(row.country): [cell.words for cell in ((row.whole,) if row.whole else row.cells)] for row in rows}


def make_world(seed: int) -> list[Theme]:
    """Stories, events and voices on themes, drawn at random; some hidden in one way or another."""
    draw = Random(seed)  # noqa: S311  # the same worlds each time
    themes = [make.make_theme(slug=f"theme-{number}") for number in range(3)]
    for _number in range(14):
        people, codes = draw.sample(PEOPLE, draw.randint(0, 2)), draw.sample(PLACES, draw.randint(0, 2))
        status = draw.choice(("published", "published", "published", "draft", "withdrawn"))
        if draw.random() < 0.6:
            story = make.make_story(people=tuple(people), codes=tuple(codes), status=status)
            source: Any = make.first_block(story)
        else:
            event = make.make_event(code=codes[0] if codes else None, status=status)
            event.populations.set([make.population(slug) for slug in people])
            source = make.make_session(event)
        if draw.random() < 0.7:
            display = draw.choice(("paraphrase", "paraphrase", "staff"))
            make.make_highlight(source, *draw.sample(themes, draw.randint(1, 2)), display=display)
    return themes


@pytest.mark.parametrize("seed", [1, 7, 42])
@pytest.mark.parametrize(
    "query", ["", "?theme=theme-0", "?theme=theme-1&theme=theme-2", "?people=msm&place=ke&place=ug"]
)
def test_every_cell_is_the_length_of_the_list_it_opens(seed: int, query: str, client: Client) -> None:
    make_world(seed)

    cells = [cell for row in client.get(f"/evidence/gaps/{query}").context["rows"] for cell in row.cells]
    lists = [client.get(cell.url).context["listing"] for cell in cells if cell.count]

    assert [cell.count for cell in cells if cell.count] == [listing.count for listing in lists]
    assert [listing.count for listing in lists] == [len(listing.page) for listing in lists]
    assert {cell.words for cell in cells if not cell.count} <= {"nothing recorded"}


def test_numbers_below_five_are_not_told(client: Client) -> None:
    for _number in range(5):
        make.make_story(people=("msm",), codes=("KE",))
    make.make_story(people=("trans-people",), codes=("KE",))
    make.make_story(people=("msm",), codes=("UG",))

    assert table(client) == {"Kenya": ["5", "fewer than 5"], "Uganda": ["fewer than 5", "nothing recorded"]}


def test_rows_stand_by_name_however_much_there_is_of_each(client: Client) -> None:
    for code, times in (("UG", 6), ("KE", 1), ("KH", 3)):
        for _number in range(times):
            make.make_story(people=("msm",), codes=(code,))

    assert list(table(client)) == ["Cambodia", "Kenya", "Uganda"]


def test_a_theme_leaves_the_rows_and_says_where_nothing_is_recorded(client: Client) -> None:
    theme = make.make_theme(slug="pride")
    make.make_highlight(make.first_block(make.make_story(people=("msm",), codes=("KE",))), theme)
    make.make_story(people=("msm",), codes=("UG",))

    assert table(client, "?theme=pride") == {"Kenya": ["fewer than 5"], "Uganda": ["nothing recorded"]}


def test_a_quiet_country_is_not_divided_by_people(client: Client) -> None:
    Country.objects.filter(pk="UG").update(is_quiet=True)
    make.make_story(people=("msm",), codes=("UG",))
    make.make_story(people=("trans-people",), codes=("KE",))

    listed = client.get("/evidence/gaps/records/?people=msm&place=ug").context["listing"]

    assert table(client)["Uganda"] == ["fewer than 5"]
    assert listed.asked_of("place") == []
    assert "not divided by people" in listed.notices[0]


def test_who_and_where_nothing_is_recorded_at_all_is_said_in_one_sentence(client: Client) -> None:
    make.make_story(people=("msm",), codes=("KE",))
    make.make_organisation(code="TZ")

    listing = client.get("/evidence/gaps/").context["listing"]

    assert "msm" not in {one.slug for one in listing.silent_people}
    assert "trans-people" in {one.slug for one in listing.silent_people}
    assert "Kenya" not in map(str, listing.silent_countries)
    assert "Tanzania" in map(str, listing.silent_countries)


def test_what_is_taken_back_is_nothing_recorded_at_the_next_request(client: Client) -> None:
    consent, theme = make.make_consent(), make.make_theme(slug="pride")
    story = make.make_story(people=("msm",), codes=("KE",))
    make.make_highlight(make.first_block(story), theme, consent=consent)
    make.make_story(people=("msm",), codes=("KE",))

    withdraw_consent(consent, by=AnonymousUser())

    assert table(client, "?theme=pride") == {"Kenya": ["nothing recorded"]}

    withdraw(story, by=AnonymousUser(), reason="Asked to.")

    assert table(client) == {"Kenya": ["fewer than 5"]}


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("?place=ke&theme=pride", "/evidence/gaps/?theme=pride&place=ke"),
        ("?people=trans-people&people=msm", "/evidence/gaps/?people=msm&people=trans-people"),
        ("?theme=courage", "/evidence/gaps/?theme=pride"),
        ("?page=1", "/evidence/gaps/"),
    ],
)
def test_one_choice_has_one_address(query: str, leads_to: str, client: Client) -> None:
    remember_slug("stories.theme", "courage", make.make_theme(slug="pride").slug)

    response = client.get(f"/evidence/gaps/{query}")

    assert (response.status_code, response["Location"]) == (302, leads_to)


@pytest.mark.parametrize("path", ["/evidence/gaps/", "/evidence/gaps/records/", "/evidence/gaps/gaps.csv"])
@pytest.mark.parametrize(
    "query",
    ["?theme=%00", "?place=zz", "?people=%F0%9F%8F%B3", "?page=99999999999", "?page=x", "?nothing=1", "?theme="],
)
def test_a_bad_parameter_is_left_out(path: str, query: str, client: Client) -> None:
    make.make_story(people=("msm",), codes=("KE",))

    assert client.get(path + query, follow=True).status_code == 200


def test_more_than_six_values_are_refused(client: Client) -> None:
    places = "&".join(f"place={code}" for code in ("ke", "ug", "kg", "kh", "tz", "za", "mw"))

    assert client.get(f"/evidence/gaps/?{places}").status_code == 400


def test_six_themes_still_open_their_cells(client: Client) -> None:
    themes = [make.make_theme() for _number in range(6)]
    make.make_highlight(make.first_block(make.make_story(people=("msm",), codes=("KE",))), themes[0])
    query = "&".join(sorted(f"theme={theme.slug}" for theme in themes))

    (row,) = client.get(f"/evidence/gaps/?{query}", follow=True).context["rows"]

    assert [len(client.get(cell.url, follow=True).context["listing"].page) for cell in row.cells] == [1]


def test_the_file_says_what_the_page_says(client: Client) -> None:
    for _number in range(5):
        make.make_story(people=("msm",), codes=("KE",))
    make.make_story(people=("msm",), codes=("UG",))

    response = client.get("/evidence/gaps/gaps.csv")
    rows = list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    told = {(row["country"], row["recorded"]) for row in rows if row["address"]}

    assert told == {("Kenya", "5"), ("Uganda", "fewer than 5")}
    assert {row["recorded"] for row in rows if not row["address"]} == {"nothing recorded"}


def test_a_file_of_a_choice_nobody_knows_is_empty(client: Client) -> None:
    make.make_story(people=("msm",), codes=("KE",))

    response = client.get("/evidence/gaps/gaps.csv?theme=nobody")

    assert b"".join(response.streaming_content).decode("utf-8-sig").splitlines() == [
        '"themes","country","people","recorded","address"'
    ]


def test_an_empty_site_says_so(client: Client) -> None:
    page = client.get("/evidence/gaps/")

    assert page.status_code == 200
    assert page.context["rows"] == []


def test_links_of_the_page_open(client: Client) -> None:
    make_world(3)

    for row in client.get("/evidence/gaps/?theme=theme-0").context["rows"]:
        for cell in row.cells:
            if cell.url:
                assert client.get(unescape(cell.url)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_however_much_there_is(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    theme = make.make_theme(slug="pride")
    for code in PLACES[:rows]:
        make.make_highlight(make.first_block(make.make_story(people=("msm",), codes=(code,))), theme)
    client.get("/evidence/gaps/?theme=pride")

    with django_assert_num_queries(QUERIES):
        client.get("/evidence/gaps/?theme=pride")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_cell_is_read_in_the_same_queries_however_much_it_counts(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        make.make_story(people=("msm",), codes=("KE",))
        make.make_event(code="KE").populations.add(make.population("msm"))
    client.get("/evidence/gaps/records/?people=msm&place=ke")

    with django_assert_num_queries(QUERIES + 3):  # stories, their countries, events
        client.get("/evidence/gaps/records/?people=msm&place=ke")
