"""Nothing leads to a shielded organisation's site any more: walked as a stranger does, with an address everywhere."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from events.models import Country, Organisation, Population
from events.withholding_sites import withheld_sites
from kpknow.curation.actions.shielding import shield_organisation
from kpknow.curation.shielding import mentions_of
from kpknow.search.indexing import catch_up
from tests import builders as make
from tests.content.admin.forms import filled_form
from tests.walk import STARTS, walk, where

pytestmark = pytest.mark.django_db

HOST = "zebulon-house.example"
LINK = f"See https://www.{HOST}/contact, or {HOST.upper()}."
MORE = ("/search/?q=quokka", "/data/stories.csv", "/data/resources.csv", "/data/resources.ris", "/feeds/resources.atom")


def fetched(client: Client, address: str) -> str:
    response = client.get(address)
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


@pytest.fixture
def linked() -> Organisation:
    organisation = make.make_organisation("Quiet House", website=f"https://www.{HOST}/")
    source = make.make_source("An account", url=f"https://{HOST}/report.pdf", note=LINK)
    event = make.make_event("A meeting", summary=LINK, source=source)
    make.make_session(event, summary=LINK)
    make.make_participation(event, organisation)
    story = make.make_story(
        "The circle", event=event, source=source, standfirst=f"A quokka. {LINK}",
        body=f"[Their page](https://{HOST}/a) is here.\n\n{LINK} A quokka came.",
    )  # fmt: skip
    theme = make.make_theme("Care", summary=LINK, limits=LINK)
    make.make_finding(theme, make.make_highlight(make.first_block(story), theme), claim=LINK)
    make.make_resource("A report", url=f"http://{HOST}/r?x=1", summary=f"A quokka. {LINK}", source=source)
    make.make_synthesis("Bridging", summary=LINK)
    make.make_organisation("Another", summary=LINK, website="https://other.example")
    make.make_programme("A programme", summary=LINK)
    Population.objects.filter(slug="msm").update(definition=LINK)
    Country.objects.filter(pk="KE").update(legal_context=LINK)
    catch_up()
    return organisation


def test_links_and_addresses_go_everywhere_at_the_next_request(linked: Organisation) -> None:
    before = {address: fetched(Client(), address) for address in MORE}
    assert where(HOST, before) == sorted(before)

    shield_organisation(linked, shield="no_link", reason="Raided.", by=AnonymousUser())
    after = walk(starts=(*STARTS, *MORE))

    assert where(HOST, after) == []
    assert where("zebulon-house", after) == []
    assert len(where("(address left out)", after)) > 10
    assert where("https://other.example", after) != []


def test_it_comes_back_with_the_shield_taken_off(linked: Organisation) -> None:
    shield_organisation(linked, shield="no_link", reason="Asked.", by=AnonymousUser())
    assert HOST not in fetched(Client(), "/events/")
    assert bool(withheld_sites())

    Organisation.objects.filter(pk=linked.pk).update(shield="none")

    assert not withheld_sites()


def test_previews_are_readers_pages_and_forms_are_not(linked: Organisation, staff: Client) -> None:
    shield_organisation(linked, shield="no_link", reason="Asked.", by=AnonymousUser())
    event = make.make_event("A draft", summary=LINK, status="draft")
    page = reverse("admin:events_event_change", args=(event.pk,))

    preview = staff.post(reverse("admin:events_event_preview", args=(event.pk,)), filled_form(staff, page))

    assert "A draft" in preview.content.decode()
    assert HOST not in preview.content.decode().casefold()
    assert HOST in fetched(staff, page)


def test_this_sites_own_address_is_never_left_out(settings: Any) -> None:
    settings.SITE_ADDRESS = f"https://knowledge.{HOST}"
    make.make_organisation("Our host", website=f"https://{HOST}", shield="no_link", shield_reason="Asked.")

    assert not withheld_sites()


def test_staff_are_told_of_every_text_that_speaks_of_it(linked: Organisation) -> None:
    found = {page.address.split("/")[1] for page in mentions_of(linked)}

    kinds = ("stories", "events", "organisations", "programmes", "resources", "themes", "syntheses", "sources")
    assert found == {*kinds, "people", "places"}
