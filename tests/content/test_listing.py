import pytest
from django.test import Client

from tests import builders as make

pytestmark = pytest.mark.django_db


def found(path: str) -> list[str]:
    response = Client().get(path, follow=True)
    return sorted(story.title for story in response.context["listing"].page)


@pytest.fixture
def three_stories() -> None:
    make.make_story("A", codes=("KE",), people=("msm",))
    make.make_story("B", codes=("KE",), people=("sex-workers",), kind="podcast")
    make.make_story("C", codes=("KG",), people=())


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["A", "B", "C"]),
        ("?place=ke", ["A", "B"]),
        ("?people=msm&people=sex-workers", ["A", "B"]),
        ("?people=msm&place=kg", []),
        ("?people=not-recorded", ["C"]),
        ("?format=podcast", ["B"]),
        ("?people=unknown", ["A", "B", "C"]),
    ],
)
def test_or_within_a_facet_and_between_facets(three_stories: None, query: str, titles: list[str]) -> None:
    assert found(f"/stories/{query}") == titles


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("place=ke&people=msm", "/stories/?people=msm&place=ke"),
        ("people=sex-workers&people=msm", "/stories/?people=msm&people=sex-workers"),
        ("page=1", "/stories/"),
        ("people=msm&people=msm", "/stories/?people=msm"),
    ],
)
def test_the_same_choice_has_one_address(three_stories: None, asked: str, canonical: str) -> None:
    response = Client().get(f"/stories/?{asked}")

    assert (response.status_code, response["Location"]) == (302, canonical)


def test_the_order_a_form_always_sends_costs_no_round_trip(three_stories: None) -> None:
    assert Client().get("/stories/?people=msm&sort=newest").status_code == 200


def test_what_is_unknown_is_said_and_left_out(three_stories: None) -> None:
    page = Client().get("/stories/?people=elves").content.decode()

    assert "we know no “elves”" in page


def test_an_empty_result_offers_ways_out_that_hold_something(three_stories: None) -> None:
    listing = Client().get("/stories/?people=msm&place=kg").context["listing"]

    assert [(way.label, way.count, way.url) for way in listing.ways_out] == [
        ("Gay men and other men who have sex with men", 1, "/stories/?people=msm"),
        ("Kyrgyzstan", 1, "/stories/?place=kg"),
    ]


def test_a_page_past_the_end_shows_the_last_and_says_so(three_stories: None) -> None:
    response = Client().get("/stories/?page=99")

    assert len(response.context["listing"].page) == 3


def test_pages_hold_twenty(three_stories: None) -> None:
    for _ in range(20):
        make.make_story()

    first, second = (Client().get(f"/stories/{page}").context["listing"] for page in ("", "?page=2"))

    assert (len(first.page), len(second.page), first.next_url) == (20, 3, "/stories/?page=2")
    assert second.title_suffix == " (page 2 of 2)"


def test_an_overlong_address_is_refused() -> None:
    assert Client().get("/stories/?people=" + "x" * 2100).status_code == 400
