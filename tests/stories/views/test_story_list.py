from typing import Any

import pytest
from django.test import Client

from tests import builders as make
from tests.stories.full import full_story

pytestmark = pytest.mark.django_db

LIST_QUERIES = 3
"""The content version; the page, its countries. Facets, counts, themes and recordings are bitmaps."""


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_one_story_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        full_story(rows, f"Circle {n}")

    client.get("/stories/")
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/stories/")

    assert len(response.context["listing"].page) == rows


def test_list_shows_newest_first_and_those_without_a_year_last(client: Client) -> None:
    old, new = make.make_story(dated="2014"), make.make_story(dated="2019-10-20")
    unknown = make.make_story(dated="XXXX-03")

    response = client.get("/stories/")
    oldest = client.get("/stories/?sort=oldest")

    assert [entry.pk for entry in response.context["listing"].page] == [new.pk, old.pk, unknown.pk]
    assert [entry.pk for entry in oldest.context["listing"].page] == [old.pk, new.pk, unknown.pk]
    assert "March, year not recorded" in response.content.decode()


def test_facets_come_in_their_order_and_years_with_a_long_list_only(client: Client) -> None:
    for _ in range(20):
        make.make_story(dated="2019")

    short = client.get("/stories/").context["listing"].facets
    make.make_story(dated="2018")
    long = client.get("/stories/").context["listing"].facets

    names = ["format", "people", "place", "theme", "programme", "language", "year", "tag"]
    assert [facet.name for facet in short] == names
    assert short[-2].choices == []
    assert [choice.value for choice in long[-2].choices] == ["2019", "2018"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("format=podcast", ["B"]),
        ("people=msm", ["A"]),
        ("people=not-recorded", ["B"]),
        ("place=ke", ["A"]),
        ("place=ke&place=ug", ["A", "B"]),
        ("place=ug&people=msm", []),
        ("theme=care", ["A"]),
        ("programme=bridging", ["B"]),
        ("language=fr", ["B"]),
    ],
)
def test_list_shows_what_its_filters_ask_for(query: str, titles: list[str], client: Client) -> None:
    a = make.make_story("A", people=("msm",))
    make.make_story("B", kind="podcast", codes=("UG",), language="fr", programme=make.make_programme(slug="bridging"))
    make.make_highlight(make.first_block(a), make.make_theme(slug="care"))

    response = client.get(f"/stories/?{query}&sort=title", follow=True)

    assert [entry.title for entry in response.context["listing"].page] == titles


def test_a_theme_filter_finds_no_story_by_a_voice_that_is_hidden(client: Client) -> None:
    theme = make.make_theme(slug="care")
    shown, other = make.make_story("Shown"), make.make_story("Other")
    make.make_highlight(make.first_block(shown), theme)
    make.make_highlight(make.first_block(other), theme, display="staff")

    response = client.get("/stories/?theme=care")

    assert [entry.pk for entry in response.context["listing"].page] == [shown.pk]


def test_a_programme_readers_may_not_see_is_no_filter(client: Client) -> None:
    make.make_story(programme=make.make_programme("Hidden programme", status="draft"))

    response = client.get("/stories/")

    assert response.context["listing"].facets[4].choices == []
    assert "Hidden programme" not in response.content.decode()


def test_an_entry_says_where_its_recording_is_and_names_three_themes(client: Client) -> None:
    story = make.make_story(body="One. Two. Three. Four.")
    block = make.first_block(story)
    for number, word in enumerate(("One", "Two", "Three", "Four")):
        make.make_highlight(block, make.make_theme(f"Theme {word}", order=number), words=word)
    make.make_media(story, kind="audio", address="https://soundcloud.com/a/b")

    response = client.get("/stories/")
    [entry] = response.context["listing"].page

    assert [name for _slug, name in entry.themes] == ["Theme One", "Theme Two", "Theme Three"]
    assert entry.recording == "audio"
    assert "audio on another site" in response.content.decode()


def test_a_list_with_two_filters_stays_out_of_search_engines(client: Client) -> None:
    make.make_story(people=("msm",))

    one, two = client.get("/stories/?people=msm"), client.get("/stories/?people=msm&place=ke")

    assert b"noindex" not in one.content
    assert b'content="noindex,follow"' in two.content


@pytest.mark.parametrize(
    "name", ["format", "people", "place", "theme", "programme", "language", "year", "sort", "page"]
)
@pytest.mark.parametrize(
    "value", ["\x00", "'; DROP TABLE stories_story; --", "<script>", "-1", "٣", "9" * 30, "\udcff"]
)
def test_a_hostile_parameter_neither_breaks_the_list_nor_comes_back_raw(name: str, value: str, client: Client) -> None:
    make.make_story()

    response = client.get("/stories/", {name: value.encode("utf-8", "surrogatepass")}, follow=True)

    assert response.status_code == 200
    assert b"<script>" not in response.content
