"""Changing a shield: what it takes away is seen before, and gone after."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Organisation, Shield
from kpknow.curation.shielding import mentions_of, pages_naming, preview_shield
from tests import builders as make

pytestmark = pytest.mark.django_db


def known_everywhere() -> dict[str, Any]:
    organisation = make.make_organisation("Zebulon House", website="https://www.zebulon.example/")
    records = {
        "organisation": organisation,
        "event": make.make_event("A meeting"),
        "story": make.make_story("The circle", organisations=(organisation,)),
        "programme": make.make_programme("A programme"),
        "resource": make.make_resource("A report"),
        "network": make.make_organisation("A network"),
    }
    make.make_participation(records["event"], organisation)
    records["programme"].programme_partners.create(organisation=organisation, role="funder")
    records["resource"].publishers.add(organisation)
    records["network"].memberships.create(member=organisation)
    return records


def shield_page(organisation: Organisation, shield: str = "") -> str:
    return reverse("admin:events_organisation_shield", args=(organisation.pk,)) + (
        f"?shield={shield}" if shield else ""
    )


def test_before_and_after_are_what_readers_see() -> None:
    records = known_everywhere()
    organisation = records["organisation"]

    hidden, unlinked = (preview_shield(organisation, shield) for shield in (Shield.HIDDEN, Shield.NO_LINK))

    addresses = {record.get_absolute_url() for record in records.values()}
    assert {page.address for page in hidden.before} == addresses
    for address in addresses:
        assert "Zebulon House" in Client().get(address).content.decode()
    assert hidden.after == []
    gone = {records[name].get_absolute_url() for name in ("organisation", "story", "resource")}
    assert {page.address for page in hidden.gone} == gone
    assert (len(unlinked.after), unlinked.gone) == (6, [])
    assert Organisation.objects.get(pk=organisation.pk).shield == Shield.NONE


def test_the_change_acts_at_once_and_says_how_much(staff: Client) -> None:
    records = known_everywhere()
    organisation = records["organisation"]

    seen = staff.get(shield_page(organisation, "hidden")).content.decode()
    silent = staff.post(shield_page(organisation, "hidden"), {"reason": ""})
    response = staff.post(shield_page(organisation, "hidden"), {"reason": "Raided."}, follow=True)

    organisation.refresh_from_db()
    assert ("before 6" in seen, "after 0" in seen) == (True, True)
    assert silent.status_code == 200
    assert "named on 6 pages and is named on 0 now" in response.content.decode()
    assert (organisation.shield, organisation.shield_reason) == ("hidden", "Raided.")
    assert pages_naming(organisation) == []
    for record in records.values():
        assert "Zebulon House" not in Client().get(record.get_absolute_url()).content.decode()


def test_texts_that_speak_of_it_are_reported() -> None:
    organisation = make.make_organisation("Zebulon House", website="https://www.zebulon.example/")
    named = make.make_story("One", body="We met at zebulon house.")
    linked = make.make_story("Two", body="See https://zebulon.example/contact for more.")
    event = make.make_event("Three", summary="Zebulon House came.")
    make.make_story("Four", body="We met elsewhere.")
    make.make_story("Five", body="Zebulon House, in a draft.", status="draft")

    assert [page.title for page in mentions_of(organisation)] == ["One", "Two", "Three"]
    assert [page.address for page in mentions_of(organisation)] == [
        *(named.get_absolute_url(), linked.get_absolute_url()),
        event.get_absolute_url(),
    ]


@pytest.mark.parametrize("shield", ["nonsense", "\x00", ""])
def test_a_shield_that_is_none_changes_nothing(staff: Client, shield: str) -> None:
    organisation = make.make_organisation()

    assert staff.post(shield_page(organisation, shield), {"reason": "Why."}).status_code == 200
    assert Organisation.objects.get().shield == Shield.NONE
