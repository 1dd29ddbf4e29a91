"""Evidence in numbers: every number is the length of the list it leads to, and follows what is taken back."""

import csv
import re
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from events.models import Country
from kpknow.content.actions.publishing import withdraw
from stories.models import Theme
from tests import builders as make

pytestmark = pytest.mark.django_db

QUERIES = 11
"""Four content versions; countries and people named, how many themes and which (8); names of programmes (11).
The page is asked for before, so that each catalogue holds what it holds."""


def make_collection(rows: int = 2) -> None:
    for number in range(rows):
        programme = make.make_programme(f"Programme {number}")
        event = make.make_event(starts=f"201{number}", programme=programme, code="KE")
        event.populations.set([make.population("msm")])
        make.make_story(event=event, dated="2016", people=("sex-workers",), codes=("UG",))
        story = make.make_story(dated=None, codes=(), programme=programme)
        organisation = make.make_organisation(code="KE")
        programme.programme_partners.create(organisation=organisation, role="lead")
        for source in (make.make_session(event), make.first_block(story), make.make_question()):
            make.make_highlight(source, make.make_theme())


def length_of(client: Client, url: str) -> int:
    """How many records a list says it has, in whichever way it says so."""
    context: Any = client.get(unescape(url)).context
    for name in ("listing", "countries", "concepts", "records"):
        if name in context:
            listed = context[name]
            return listed.count if name == "listing" else len(listed)
    raise LookupError(url)


def numbers_on(client: Client) -> dict[str, int]:
    """Address → number, of every linked number of the page."""
    page = client.get("/evidence/").content.decode().split("<footer")[0]
    cells = re.findall(r'<td><a href="([^"]+)">(\d+)</a>', page)
    cells += re.findall(r'<dd><a href="([^"]+)"><bdi>(\d+)</bdi>', page)
    return {url: int(number) for url, number in cells}


def table(client: Client, name: str) -> dict[str, list[int]]:
    found = next(one for one in client.get("/evidence/").context["tables"] if one.name == name)
    return {row.label: [cell.count for cell in row.cells] for row in found.rows}


def test_every_number_is_the_length_of_the_list_it_leads_to(client: Client) -> None:
    make_collection()
    make.make_event(code=None, starts=None)

    numbers = numbers_on(client)

    assert len(numbers) > 30
    assert {url: length_of(client, url) for url in numbers} == numbers


def test_years_stand_in_their_order_and_what_has_none_last(client: Client) -> None:
    make_collection()

    assert table(client, "years") == {
        "2010": [1, 0, 1, 1, 1, 1],
        "2011": [1, 0, 1, 1, 1, 1],
        "2016": [0, 2, 0, 1, 1, 0],
        "Year not recorded": [0, 2, 4, 0, 0, 4],
    }


def test_programmes_that_are_not_public_have_no_row(client: Client) -> None:
    make.make_event(programme=make.make_programme("Open"))
    make.make_event(programme=make.make_programme("Hidden", status="draft"))

    rows = table(client, "programmes")

    assert list(rows) == ["Open"]


def test_nothing_but_what_is_public_is_counted(client: Client) -> None:
    make.make_event(status="draft", starts="2001")
    make.make_story(status="withdrawn", dated="2002")
    make.make_highlight(make.make_session(make.make_event(starts="2003")), make.make_theme(), display="staff")
    make.make_theme(status="in_review")

    rows = table(client, "years")

    assert rows == {"2003": [1, 0, 0, 1, 0, 0]}


def test_a_quiet_country_counts_no_organisations(client: Client) -> None:
    Country.objects.filter(pk="UG").update(is_quiet=True)
    make.make_organisation(code="UG")
    make.make_event(code="UG")

    assert table(client, "countries") == {"Uganda": [1, 0, 0]}


def test_what_is_taken_back_is_not_counted_at_the_next_request(client: Client) -> None:
    consent, theme = make.make_consent(), make.make_theme()
    make.make_highlight(make.make_session(make.make_event(starts="2016")), theme, consent=consent)
    story = make.make_story(dated="2018", codes=())

    before = table(client, "years")
    withdraw_consent(consent, by=AnonymousUser())
    withdraw(story, by=AnonymousUser(), reason="Asked to.")
    after = table(client, "years")

    assert before == {"2016": [1, 0, 1, 1, 0, 1], "2018": [0, 1, 0, 0, 0, 0]}
    assert after == {"2016": [1, 0, 0, 1, 0, 0]}


def test_the_file_says_what_the_page_says(client: Client) -> None:
    make_collection()

    response = client.get("/evidence/evidence.csv")
    rows = list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    by_year = [row for row in rows if row["table"] == "By year" and row["row"] == "2010"]

    assert [(row["what"], row["records"]) for row in by_year] == [
        ("Events", "1"), ("Stories", "0"), ("Voices", "1"), ("Countries", "1"), ("Populations", "1"), ("Themes", "1")
    ]  # fmt: skip
    assert by_year[0]["address"] == "http://testserver/events/?year=2010"


@pytest.mark.parametrize(
    "end", ["voices/year/1812/", "voices/place/ke/", "people/people/msm/", "stories/year/2010/", "voices/year/x/"]
)
def test_what_is_not_counted_has_no_list(client: Client, end: str) -> None:
    make_collection(1)

    assert client.get(f"/evidence/{end}").status_code == 404


def test_an_empty_site_counts_nothing_and_stands(client: Client) -> None:
    response = client.get("/evidence/")

    assert response.status_code == 200
    assert [cell.count for _label, cell in response.context["overall"]] == [0] * 7
    assert not Theme.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_however_much_there_is(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    make_collection(rows)
    client.get("/evidence/")

    with django_assert_num_queries(QUERIES):
        client.get("/evidence/")
