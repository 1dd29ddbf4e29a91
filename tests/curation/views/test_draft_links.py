"""A link to one draft: for 72 hours, for that record alone, with every consent holding."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.actions.consents import withdraw_consent
from kpknow.content.actions.publishing import withdraw
from kpknow.content.models import Status
from kpknow.content.page_cache import FOR_EVERYBODY
from kpknow.curation.actions.draft_links import make_link
from kpknow.curation.models import DraftLink
from tests import builders as make

pytestmark = pytest.mark.django_db

MARK = "wombat-mark"
DRAFTS: dict[str, Any] = {
    "story": lambda **f: make.make_story(f"Story {MARK}", standfirst=MARK, body=f"It {MARK}.", **f),
    "event": lambda **f: make.make_event(f"Event {MARK}", **f),
    "organisation": lambda **f: make.make_organisation(f"Organisation {MARK}", **f),
    "programme": lambda **f: make.make_programme(f"Programme {MARK}", **f),
    "resource": lambda **f: make.make_resource(f"Resource {MARK}", **f),
    "survey": lambda **f: make.make_survey(f"Survey {MARK}", **f),
    "theme": lambda **f: make.make_theme(f"Theme {MARK}", **f),
    "synthesis": lambda **f: make.make_synthesis(f"Synthesis {MARK}", **f),
}


def opened(record: Any, by: Any) -> Any:
    return Client().get(reverse("draft", args=(make_link(record, by=by),)))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
@pytest.mark.parametrize("kind", DRAFTS)
def test_anyone_with_the_link_sees_that_record(kind: str, status: Status, curator: Any) -> None:
    record = DRAFTS[kind](status=status)

    page = opened(record, curator)

    html = page.content.decode()
    assert (page.status_code, page["Cache-Control"], page["X-Robots-Tag"]) == (200, "no-store", "noindex")
    assert MARK in html
    assert "A draft, shown to you alone" in html
    assert 'content="noindex"' in html
    assert "/staff/" not in html
    assert not page.cookies
    assert not getattr(page, FOR_EVERYBODY, False)
    assert Client().get(record.get_absolute_url()).status_code == 404


def test_a_link_opens_nothing_else(curator: Any) -> None:
    event = make.make_event("The circle", status=Status.DRAFT)
    make.make_story(f"Other draft {MARK}", status=Status.DRAFT, event=event)
    make.make_event(f"Part {MARK}", status=Status.DRAFT, parent=event)

    page = opened(event, curator).content.decode()

    assert "The circle" in page
    assert MARK not in page


def test_pictures_are_served_by_the_link_alone_while_everybody_in_them_agrees(curator: Any) -> None:
    story = make.make_story("The yard", status="draft")
    consent = make.make_consent()
    picture = make.make_picture(story, make.make_contribution(story, consent))
    address = reverse("draft", args=(make_link(story, by=curator),))

    page = Client().get(address).content.decode()
    shown = re.findall(r'[" ](/[^" ]*pictures/[^" ]+)', page)
    answers = [Client().get(one) for one in shown]

    assert len(shown) > 1
    assert all(one.startswith(f"{address}pictures/") for one in shown)
    assert {(one.status_code, one["Cache-Control"], one["X-Robots-Tag"]) for one in answers} == {
        (200, "no-store", "noindex")
    }
    assert all(b"".join(one.streaming_content) for one in answers)
    assert Client().get(picture.get_absolute_url()).status_code == 404

    withdraw_consent(consent, by=AnonymousUser())
    assert {Client().get(one).status_code for one in shown} == {404}
    DraftLink.objects.update(revoked_at=timezone.now())
    assert {Client().get(one).status_code for one in shown} == {410}
    assert Client().get(reverse("draft_picture", args=("nobody-made-this", "abcdefgh.webp"))).status_code == 404


def test_words_no_consent_covers_stay_hidden(curator: Any) -> None:
    consent = make.make_consent(make.make_contributor("Zeb"))
    story = make.make_story(
        "The film", body=f"It began.\n\n[Zeb] We {MARK}.", speakers={"Zeb": consent}, status="draft"
    )
    token = make_link(story, by=curator)
    address = reverse("draft", args=(token,))
    assert MARK in Client().get(address).content.decode()

    withdraw_consent(consent, by=AnonymousUser())
    page = Client().get(address).content.decode()

    assert "It began." in page
    assert MARK not in page


def test_a_story_whose_teller_takes_back_and_a_shielded_organisation_are_not_there(curator: Any) -> None:
    consent = make.make_consent(make.make_contributor("Zeb"))
    story = make.make_story(f"The film {MARK}", consent=consent, status="draft")
    hidden = make.make_organisation(f"Hidden {MARK}", status="draft", shield="hidden", shield_reason="Raided.")
    withdraw_consent(consent, by=AnonymousUser())

    for record in (story, hidden):
        page = opened(record, curator)
        assert (page.status_code, MARK in page.content.decode()) == (404, False)


def test_links_end_are_revoked_and_never_show_what_was_withdrawn(curator: Any) -> None:
    event = make.make_event(f"Event {MARK}", status="draft")
    ended, revoked, gone = (reverse("draft", args=(make_link(event, by=curator),)) for _ in range(3))
    first, second, _third = DraftLink.objects.order_by("pk")
    DraftLink.objects.filter(pk=first.pk).update(ends_at=timezone.now() - dt.timedelta(seconds=1))
    DraftLink.objects.filter(pk=second.pk).update(revoked_at=timezone.now())
    assert Client().get(gone).status_code == 200
    withdraw(event, by=curator, reason="She asked us to.")

    for address in (ended, revoked, gone):
        page = Client().get(address)
        assert (page.status_code, MARK in page.content.decode()) == (410, False)


def test_a_link_is_stored_as_a_hash_and_lasts_72_hours(curator: Any) -> None:
    token = make_link(make.make_event(status="draft"), by=curator)

    link = DraftLink.objects.get()
    row = DraftLink.objects.values().get()

    assert token not in " ".join(str(value) for value in row.values())
    assert dt.timedelta(hours=71, minutes=59) < link.ends_at - timezone.now() <= dt.timedelta(hours=72)


@pytest.mark.parametrize("token", ["x", "\x00", "a" * 3000, "é", "[", "'\"<b>"])
def test_what_is_no_token_is_not_found(token: str) -> None:
    assert Client().get(reverse("draft", args=("t",)).replace("/t/", f"/{token}/")).status_code == 404


def test_staff_make_a_link_see_it_once_and_revoke_it(staff: Client) -> None:
    event = make.make_event(f"Event {MARK}", status="draft")
    change = reverse("admin:events_event_change", args=(event.pk,))
    make_address = reverse("curation:make_draft_link", args=("events.event", event.pk))
    assert make_address in staff.get(change).content.decode()

    said = staff.post(make_address).content.decode()
    address = re.findall(r'value="http://testserver(/drafts/[^"]+)"', said)[0]
    assert MARK in Client().get(address).content.decode()
    link = DraftLink.objects.get()
    answer = staff.post(reverse("admin:curation_draftlink_revoke", args=(link.pk,)))

    assert answer.status_code == 302
    assert Client().get(address).status_code == 410
    assert address not in staff.get(reverse("admin:curation_draftlink_changelist")).content.decode()


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_only_drafts_are_shared(status: Status, staff: Client) -> None:
    event = make.make_event(status=status)

    assert staff.post(reverse("curation:make_draft_link", args=("events.event", event.pk))).status_code == 403


def test_only_those_who_may_see_a_draft_share_it(client: Client, django_user_model: Any) -> None:
    event = make.make_event(status="draft")
    address = reverse("curation:make_draft_link", args=("events.event", event.pk))
    client.force_login(django_user_model.objects.create_user("ben", password="a long pass phrase", is_staff=True))

    assert client.post(address).status_code in (403, 404)
    assert Client().post(address).status_code == 302
    assert DraftLink.objects.count() == 0


def test_nobody_shares_what_is_no_record(staff: Client) -> None:
    person = make.make_contributor()
    for kind, key in (("events.contributor", person.pk), ("auth.user", 1), ("x", 1), ("events.event", "9" * 40)):
        assert staff.post(reverse("curation:make_draft_link", args=(kind, key))).status_code == 404
