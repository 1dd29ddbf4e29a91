"""Events, organisations and resources as tables, references and feeds of any list."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.models import Country, Organisation
from kpknow.content.actions.publishing import withdraw
from tests import builders as make
from tests.exports.reading import body, references, table

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
QUERIES = {
    "events": 7,  # two content versions; events with programme and source; people, countries, topics, hosts
    "organisations": 5,  # two content versions; organisations with country; people, other names
    "resources": 5,  # two content versions; resources with programme; publishers, topics
}


def names(address: str) -> dict[str, list[Any]]:
    """What the three files of a list hold, by format."""
    name, _, query = address.partition("?")
    feed = ElementTree.fromstring(Client().get(f"/feeds/{name}.atom?{query}").content)  # noqa: S314  our own answer
    rows = table(Client().get(f"/data/{name}.csv?{query}"))
    return {
        "csv": sorted(row.get("title") or row["name"] for row in rows),
        "ris": sorted(found["TI"] for found in references(Client().get(f"/data/{name}.ris?{query}"))),
        "atom": sorted(str(entry.findtext(f"{ATOM}title")) for entry in feed.iter(f"{ATOM}entry")),
    }


def same(*found: str) -> dict[str, list[str]]:
    return {"csv": [*found], "ris": [*found], "atom": [*found]}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("form", ["csv", "ris"])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_takes_the_same_queries_for_one_record_and_for_three(
    name: str, form: str, rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        organisation, programme = make.make_organisation(), make.make_programme()
        organisation.names.create(name="Once", kind="former")
        organisation.populations.set([make.population()])
        event, resource = make.make_event(programme=programme), make.make_resource(programme=programme)
        make.make_participation(event, organisation, role="host")
        event.populations.set([make.population()]), event.countries.set(["KE"])
        for record in (event, resource):
            record.topics.add(make.make_topic("Care"))
        resource.publishers.add(organisation)
    body(client.get(f"/data/{name}.{form}"))

    with django_assert_num_queries(QUERIES[name]):
        sent = body(client.get(f"/data/{name}.{form}"))

    assert sent
    assert len(references(client.get(f"/data/{name}.ris"))) == rows


def test_an_event_is_told_with_its_hosts_and_no_finer_place_than_its_page(client: Client) -> None:
    event = make.make_event("The institute", starts="2019-03", programme=make.make_programme("A programme"))
    make.make_participation(event, make.make_organisation("A host"), role="host")
    make.make_participation(event, make.make_organisation("Not listed"), role="organiser", is_listed=False)
    event.topics.add(make.make_topic("Care"))

    (row,), (cited,) = table(client.get("/data/events.csv")), references(client.get("/data/events.ris"))

    told = ("title", "kind", "date", "starts_edtf", "place", "tags", "programme", "organised_by", "published_on")
    assert [row[name] for name in told] == [
        *("The institute", "Convening", "March 2019", "2019-03", "Kenya", "Care", "A programme", "A host"),
        "2026-01-01",
    ]
    assert (cited["TY"], cited["DA"], cited["CY"], cited["AU"]) == ("CONF", "2019/03//", "Kenya", ["A host"])


def test_an_organisation_is_told_without_what_its_shield_keeps_back(client: Client) -> None:
    make.make_organisation("Open", website="https://open.example/")
    make.make_organisation("No link", website="https://quokka.example/", shield="no_link", shield_reason="Asked.")
    make.make_organisation("Quokka", shield="country_only", shield_reason="Asked.")

    rows = {row["name"]: row["website"] for row in table(client.get("/data/organisations.csv"))}

    assert rows == {"No link": "", "Open": "https://open.example/"}
    assert names("organisations") == same("No link", "Open")


def test_no_table_lists_the_organisations_of_a_quiet_country(client: Client) -> None:
    make.make_organisation("Loud", code="KE"), make.make_organisation("Quiet", code="UG", city="Kampala")
    Country.objects.filter(pk="UG").update(is_quiet=True)

    places = {row["name"]: row["place"] for row in table(client.get("/data/organisations.csv"))}
    cited = body(client.get("/data/organisations.ris")).decode()

    assert places == {"Loud": "Kenya", "Quiet": ""}
    assert "Uganda" not in cited
    assert names("organisations?place=ug") == same()


def test_a_resource_is_cited_where_it_is(client: Client) -> None:
    resource = make.make_resource(
        "A toolkit", kind="toolkit", url="https://toolkit.example/", languages="en fr", issued=make.a_date("2018~")
    )
    resource.publishers.add(make.make_organisation("A publisher"))

    (row,), (cited,) = table(client.get("/data/resources.csv")), references(client.get("/data/resources.ris"))

    assert (row["languages"], row["issued"], row["where_it_is"]) == ("en; fr", "about 2018", "https://toolkit.example/")
    assert row["address"] == f"http://testserver{resource.get_absolute_url()}"
    assert (cited["TY"], cited["UR"], cited["PB"]) == ("RPRT", "https://toolkit.example/", "A publisher")


def test_any_list_can_be_kept_and_what_is_withdrawn_is_gone_at_the_next_request() -> None:
    make.make_event("Kenya"), make.make_event("Uganda", code="UG")
    gone = make.make_event("Gone")
    before = names("events?place=ke")

    withdraw(gone, by=AnonymousUser(), reason="Asked to.")

    assert before == same("Gone", "Kenya")
    assert names("events?place=ke") == same("Kenya")
    assert names("events") == same("Kenya", "Uganda")


def test_a_shield_put_up_takes_out_the_events_and_resources_that_name_it() -> None:
    organisation = make.make_organisation("Wombat")
    make.make_participation(make.make_event("Hosted"), organisation, role="host")
    make.make_resource("Published").publishers.add(organisation)
    before = names("events"), names("resources")

    Organisation.objects.filter(pk=organisation.pk).update(shield="hidden", shield_reason="Raided.")

    assert before == (same("Hosted"), same("Published"))
    assert (names("events"), names("resources"), names("organisations")) == (same(), same(), same())


@pytest.mark.parametrize("name", QUERIES)
def test_the_page_of_a_list_leads_to_its_files(name: str, client: Client) -> None:
    make.make_event(), make.make_organisation(), make.make_resource()
    page = client.get(f"/{name}/").content.decode()

    assert re.findall(r'href="(/(?:data|feeds)/[^"]+)" type=', page)[-3:] == [
        f"/feeds/{name}.atom",
        f"/data/{name}.csv",
        f"/data/{name}.ris",
    ]


@pytest.mark.parametrize("name", QUERIES)
def test_a_file_answers_304_until_something_changes(name: str, client: Client) -> None:
    make.make_event(), make.make_organisation(), make.make_resource()
    for form in ("csv", "ris"):
        etag = client.get(f"/data/{name}.{form}")["ETag"]
        same_tag = client.get(f"/data/{name}.{form}", headers={"If-None-Match": etag})
        make.make_event(), make.make_organisation(), make.make_resource()
        after = client.get(f"/data/{name}.{form}", headers={"If-None-Match": etag})

        assert (same_tag.status_code, after.status_code) == (304, 200)
