"""Stories, themes and syntheses as tables, references and feeds of any list."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from stories.models import Story, Theme
from tests import builders as make
from tests.exports.reading import body, references, same, table, titles

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
STORY_QUERIES = 16
"""Two content versions; the stories; people, countries, topics and organisations by two each; named tellers by two;
themes; events, programmes, sources. The catalogue holds the choice."""
PLAIN_QUERIES = 3
"""The order, the content version, the records."""


@pytest.mark.parametrize(
    ("name", "queries"), [("stories", STORY_QUERIES), ("themes", PLAIN_QUERIES), ("syntheses", PLAIN_QUERIES)]
)
@pytest.mark.parametrize("form", ["csv", "ris"])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_takes_the_same_queries_for_one_record_and_for_three(
    name: str, queries: int, form: str, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        event, programme = make.make_event(), make.make_programme()
        organisation = make.make_organisation()
        story = make.make_story(
            topics=("Safety",), people=("msm",), event=event, programme=programme, organisations=(organisation,)
        )
        make.make_highlight(make.first_block(story), make.make_theme())
        make.make_synthesis(event=event)
    body(Client().get(f"/data/{name}.{form}"))

    with django_assert_num_queries(queries):
        sent = body(Client().get(f"/data/{name}.{form}"))

    assert sent
    assert len(references(Client().get(f"/data/{name}.ris"))) == rows


def test_any_list_can_be_kept() -> None:
    make.make_story("Kenya, old", dated="2015"), make.make_story("Uganda", codes=("UG",), topics=("Care",))
    make.make_story("Kenya, new", dated="2019", topics=("Care",))

    kenya = titles("stories?place=ke")

    assert kenya["csv"] == kenya["ris"] == ["Kenya, new", "Kenya, old"]
    assert sorted(kenya["atom"]) == ["Kenya, new", "Kenya, old"]
    assert titles("stories?place=ke&tag=care") == same("Kenya, new")
    assert titles("stories?place=ke&sort=oldest")["csv"] == ["Kenya, old", "Kenya, new"]


def test_a_file_has_the_one_address_of_its_choice(client: Client) -> None:
    make.make_story(codes=("KE",)), make.make_story(codes=("UG",))

    moved = [client.get(f"{path}?place=ug&place=ke") for path in ("/data/stories.csv", "/feeds/stories.atom")]

    assert [response["Location"] for response in moved] == [
        "/data/stories.csv?place=ke&place=ug",
        "/feeds/stories.atom?place=ke&place=ug",
    ]
    assert client.get("/data/stories.csv?" + "&".join(f"place={n}" for n in range(7))).status_code == 200
    assert client.get("/data/stories.csv?" + "x" * 3000).status_code == 400


def test_asked_for_what_nobody_has_a_file_is_empty_and_not_whole() -> None:
    make.make_story("Kenya")

    assert titles("stories?place=zz") == same()
    assert titles("stories?tag=never-used") == same()
    assert titles("stories?nonsense=1") == same("Kenya")


def test_the_page_of_a_list_leads_to_its_files(client: Client) -> None:
    make.make_story(topics=("Care",)), make.make_theme(), make.make_synthesis()

    def kept(page: str) -> list[str]:
        return re.findall(r'href="(/(?:data|feeds)/[^"]+)" type=', client.get(page).content.decode())

    assert kept("/stories/?place=ke&tag=care") == [
        "/feeds/stories.atom?place=ke&amp;tag=care",
        "/data/stories.csv?place=ke&amp;tag=care",
        "/data/stories.ris?place=ke&amp;tag=care",
    ]
    assert kept("/themes/")[-3:] == ["/feeds/themes.atom", "/data/themes.csv", "/data/themes.ris"]
    assert kept("/syntheses/") == ["/feeds/syntheses.atom", "/data/syntheses.csv", "/data/syntheses.ris"]


# Files themselves


def test_a_file_is_not_sent_again_while_nothing_changed(client: Client) -> None:
    story = make.make_story("First")
    files = ("/data/stories.csv", "/data/stories.ris?place=ke", "/data/themes.csv")
    for address in (*files, "/feeds/stories.atom?place=ke"):
        first = client.get(address)
        body(first)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        Story.objects.filter(pk=story.pk).update(title=f"Changed for {address}")
        Theme.objects.update(name="Another")
        after = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert after.status_code == 200, address


def test_two_choices_never_have_one_tag(client: Client) -> None:
    make.make_story(codes=("KE",)), make.make_story(codes=("UG",))
    addresses = [f"/data/stories.{form}{query}" for form in ("csv", "ris") for query in ("", "?place=ke", "?place=ug")]

    assert len({client.get(address)["ETag"] for address in addresses}) == 6


def test_a_file_says_what_it_is(client: Client) -> None:
    csv, ris = client.get("/data/stories.csv"), client.get("/data/stories.ris")
    head = client.head("/data/stories.csv")

    assert csv["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert csv["Content-Disposition"] == 'attachment; filename="stories.csv"'
    assert ris["Content-Type"].startswith("application/x-research-info-systems")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", csv["ETag"])
    assert csv["Cache-Control"] == "no-store"
    assert client.post("/data/stories.csv").status_code == 405


def test_formulas_in_a_title_run_nowhere(client: Client) -> None:
    make.make_story('=HYPERLINK("https://example.org")', standfirst="@SUM(A1)\n=1+1")

    raw = body(client.get("/data/stories.csv")).decode()
    (row,) = table(client.get("/data/stories.csv"))

    assert "\"'=HYPERLINK" in raw
    assert (row["title"], row["standfirst"]) == ('=HYPERLINK("https://example.org")', "@SUM(A1)\n=1+1")


def test_a_feed_without_entries_stays_the_same_from_day_to_day(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-21")
    first = client.get("/feeds/stories.atom")
    time_machine.move_to("2026-11-23")
    again = client.get("/feeds/stories.atom", headers={"If-None-Match": first["ETag"]})

    assert "<updated>1970-01-01T00:00:00+00:00</updated>" in first.content.decode()
    assert again.status_code == 304


def test_a_feed_of_a_choice_says_which(client: Client) -> None:
    make.make_story("Kenya")

    feed = ElementTree.fromstring(client.get("/feeds/stories.atom?place=ke").content)  # noqa: S314  our own answer

    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert feed.findtext(f"{ATOM}title") == "kpknow: stories: Kenya"
    assert feed.findtext(f"{ATOM}id") == links["alternate"] == "http://testserver/stories/?place=ke"
    assert links["self"] == "http://testserver/feeds/stories.atom?place=ke"


def test_a_feed_of_a_long_choice_has_its_newest(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpknow.content.leaving.FEW", 2)
    for n in range(5):
        make.make_story(f"Story {n}", published_at=f"2026-01-0{n + 1}T10:00Z", codes=("KE",) if n % 2 else ("UG",))
    make.make_story("Newest", codes=("KE",))

    assert titles("stories?place=ug")["atom"] == ["Story 4", "Story 2", "Story 0"]


@pytest.mark.parametrize("value", ["\x00", "%00", "9" * 400, "😀", "'\"><script>", "=1+1", "not-recorded", "ke,ug"])
def test_nothing_in_an_address_breaks_a_file(value: str, client: Client) -> None:
    make.make_story()

    for name in ("place", "tag", "sort", "page", "year", "nonsense"):
        for path in ("/data/stories.csv", "/data/stories.ris", "/feeds/stories.atom", "/data/themes.csv"):
            assert client.get(path, {name: value}, follow=True).status_code == 200, (path, name)
