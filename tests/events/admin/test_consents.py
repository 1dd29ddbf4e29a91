"""Consents: recorded once, read ever after, withdrawn knowingly."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.admin.consents import what_goes
from events.models import Consent
from stories.models import Story
from tests.builders import (
    day,
    make_consent,
    make_contribution,
    make_contributor,
    make_highlight,
    make_media,
    make_session,
    make_session_contribution,
    make_story,
)
from tests.content.admin.forms import errors, filled_form, new_row

pytestmark = pytest.mark.django_db

ADD = "admin:events_consent_add"


def covered_by(consent: Consent) -> None:
    """One of everything, so that each is counted once."""
    told = make_story(consent=consent)
    speaks = make_story(body="[Amina] We began.\n\n[Amina] We went on.", speakers={"Amina": consent})
    make_media(speaks, *speaks.contributions.filter(consent=consent))
    make_contribution(told, consent, role="author")
    make_session_contribution(make_session(), consent)
    make_highlight(consent=consent)
    make_highlight(speaks.blocks.order_by("order")[0], consent=consent)


def test_a_consent_is_recorded_with_who_recorded_it(staff: Client, curator: Any) -> None:
    person = make_contributor()
    form = filled_form(staff, reverse(ADD), contributor=person.pk, basis="written", covers_words="on", for_web="on")

    staff.post(reverse(ADD), form)

    consent = Consent.objects.get()
    assert (consent.contributor, consent.recorded_by) == (person, curator)


def test_a_consent_in_a_contributors_row_is_recorded_too(staff: Client, curator: Any) -> None:
    person = make_contributor()
    address = reverse("admin:events_contributor_change", args=(person.pk,))
    row = new_row("consents", 0, basis="recorded", covers_voice="on", for_web="on")

    staff.post(address, filled_form(staff, address, **row))

    assert [(one.covers_voice, one.recorded_by) for one in person.consents.all()] == [(True, curator)]


def test_a_consent_covers_something_and_ends_after_it_began(staff: Client) -> None:
    form = filled_form(staff, reverse(ADD), contributor=make_contributor().pk, basis="written")
    dates = form | {"covers_words": "on", "given_on": "2026-01-02", "expires_on": "2026-01-01"}

    nothing, backwards = staff.post(reverse(ADD), form), staff.post(reverse(ADD), dates)

    assert errors(nothing, "covers_words") == ["Tick at least one thing the consent covers."]
    assert errors(backwards, "expires_on") == ["The last day comes after the day it was given."]


def test_a_recorded_consent_is_read_and_never_edited(staff: Client) -> None:
    consent = make_consent(covers_photo=False)
    own = reverse("admin:events_consent_change", args=(consent.pk,))
    persons = reverse("admin:events_contributor_change", args=(consent.contributor.pk,))
    forged = {"consents-0-covers_photo": "on", "consents-0-id": consent.pk, "consents-INITIAL_FORMS": "1"}

    page = staff.get(own).content.decode()
    refused = staff.post(own, {"contributor": consent.contributor.pk, "basis": "written", "covers_photo": "on"})
    staff.post(persons, filled_form(staff, persons, **forged))
    staff.post(persons, filled_form(staff, persons, **{"consents-0-DELETE": "on"}))

    assert 'name="covers_photo"' not in page
    assert 'name="_save"' not in page
    assert refused.status_code == 403
    assert [one.covers_photo for one in Consent.objects.all()] == [False]


def test_what_goes_is_counted_before_it_goes() -> None:
    consent = make_consent()
    covered_by(consent)

    assert what_goes(consent) == [
        ("sessions, whole", 1),
        ("stories, whole", 1),
        ("blocks of text in stories", 2),
        ("highlights", 2),
        ("pictures, films and podcasts", 1),
    ]


def test_counting_costs_the_same_however_much_there_is() -> None:
    counts = []
    for times in (1, 3):
        consent = make_consent()
        for _ in range(times):
            covered_by(consent)
        with CaptureQueriesContext(connection) as queries:
            what_goes(consent)
        counts.append(len(queries))

    assert counts == [5, 5]  # one for each kind of thing


def test_the_page_asks_first_and_names_what_goes(staff: Client) -> None:
    consent = make_consent()
    covered_by(consent)
    address = reverse("admin:events_consent_withdraw", args=(consent.pk,))

    html = staff.get(address).content.decode()
    staff.post(address, {})

    rows = re.findall(r'<th scope="row">(.+?)</th><td>(\d+)</td>', html)
    assert rows[0] == ("Sessions, whole", "1")
    assert [count for _words, count in rows] == ["1", "1", "2", "2", "1"]
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_withdrawing_acts_at_once(staff: Client) -> None:
    consent = make_consent()
    story = make_story(consent=consent)
    own = reverse("admin:events_consent_change", args=(consent.pk,))

    assert [str(tool.label) for tool in staff.get(own).context["staff_tools"]] == [
        "Renew",
        "Narrow",
        "Withdraw this consent",
    ]
    response = staff.post(reverse("admin:events_consent_withdraw", args=(consent.pk,)), {"post": "yes"})

    assert response.url == own
    assert Client().get(story.get_absolute_url()).status_code == 410
    assert staff.get(own).context["staff_tools"] == []
    assert not Story.objects.visible_to(staff.get(own).wsgi_request.user).exists()


def test_withdrawing_several_from_the_list(staff: Client) -> None:
    two, kept = [make_consent() for _ in range(2)], make_consent()
    chosen = {"action": "withdraw_selected", "_selected_action": [one.pk for one in two]}
    address = reverse("admin:events_consent_changelist")

    asked = staff.post(address, chosen)
    staff.post(address, chosen | {"post": "yes"})

    assert "Withdraw these consents" in asked.content.decode()
    assert list(Consent.objects.filter(withdrawn_at=None)) == [kept]


def test_who_may_only_look_cannot_withdraw(client: Client) -> None:
    reader = get_user_model()._default_manager.create_user("reader", password="a long pass phrase", is_staff=True)  # type: ignore[attr-defined]
    reader.user_permissions.add(Permission.objects.get(codename="view_consent"))
    client.force_login(reader)
    consent = make_consent()

    response = client.post(reverse("admin:events_consent_withdraw", args=(consent.pk,)), {"post": "yes"})

    assert response.status_code == 403
    assert client.get(reverse("admin:events_consent_change", args=(consent.pk,))).context["staff_tools"] == []
    assert Consent.objects.get().withdrawn_at is None


def test_the_list_is_sorted_by_state(staff: Client) -> None:
    valid = make_consent(expires_on=day("2999-01-01"))
    expired = make_consent(expires_on=day("2020-01-01"))
    ask = make_consent(review_on=day("2020-01-01"))
    withdrawn = make_consent()
    staff.post(reverse("admin:events_consent_withdraw", args=(withdrawn.pk,)), {"post": "yes"})

    found = {
        state: set(staff.get(reverse("admin:events_consent_changelist"), {"state": state}).context["cl"].result_list)
        for state in ("valid", "ask", "expired", "withdrawn")
    }

    assert found == {"valid": {valid, ask}, "ask": {ask}, "expired": {expired}, "withdrawn": {withdrawn}}


def test_a_consent_is_never_deleted(staff: Client) -> None:
    consent = make_consent()

    assert staff.post(reverse("admin:events_consent_delete", args=(consent.pk,)), {"post": "yes"}).status_code == 403
