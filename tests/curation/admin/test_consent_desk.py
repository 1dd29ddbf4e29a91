"""The consent desk: renewed and narrowed without a gap, everything of a person in one place, every look noted."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.actions.consents import withdraw_consent
from events.models import Consent, Contributor
from kpknow.curation.appearances import appearances_of, preview_withdrawal
from kpknow.curation.models import ConsentView
from stories.models import Story
from tests import builders as make
from tests.content.admin.forms import errors, filled_form, new_row

pytestmark = pytest.mark.django_db

ADD = "admin:events_consent_add"


def person_in_everything(times: int = 1) -> Contributor:
    person = make.make_contributor("Zebulonia")
    consent = make.make_consent(person)
    for _ in range(times):
        theme = make.make_theme()
        synthesis = make.make_synthesis()
        entry = synthesis.sections.get().entries.get()
        entry.theme = theme
        entry.save()
        make.make_story(consent=consent)
        speaks = make.make_story(body="[Zeb] We began.\n\nIt went on.", speakers={"Zeb": consent})
        turn = make.make_highlight(speaks.blocks.order_by("order")[0], theme)
        make.make_finding(theme, turn)
        make.make_media(speaks, speaks.contributions.get(label="Zeb"))
        session = make.make_session()
        make.make_session_contribution(session, consent)
        make.make_highlight(session, theme, consent=consent)
    return person


def replacing(staff: Client, consent: Consent, **fields: Any) -> Any:
    address = f"{reverse(ADD)}?replaces={consent.pk}" + ("&narrow=1" if fields.pop("narrow", False) else "")
    return staff.post(address, {key: value for key, value in filled_form(staff, address, **fields).items() if value})


def test_renewing_leaves_no_gap_and_no_way_around_the_new_consent(staff: Client) -> None:
    old = make.make_consent(expires_on=timezone.now().date() - timedelta(days=1))
    story = make.make_story(consent=old)
    before = Client().get(story.get_absolute_url()).status_code

    response = replacing(staff, old, expires_on="2999-01-01")

    old.refresh_from_db()
    new = Consent.objects.get(replaces=old)
    assert (before, response.status_code, Client().get(story.get_absolute_url()).status_code) == (410, 302, 200)
    assert (old.withdrawn_at is not None, old.withdrawal_reason) == (True, "Renewed: recorded anew.")
    assert (new.contributor, new.expires_on, new.given_on) == (
        *(old.contributor, date(2999, 1, 1)),
        timezone.now().date(),
    )
    assert [one.consent for one in story.contributions.all()] == [new]


def test_narrowing_takes_away_what_is_left_out_and_adds_nothing(staff: Client) -> None:
    old = make.make_consent(covers_photo=False)
    story = make.make_story(body="[Zeb] We began.", speakers={"Zeb": old})
    passage = make.make_highlight(story.blocks.get(), display="quote_named", consent=old)

    widened = replacing(staff, old, narrow=True, covers_photo="on")
    replacing(staff, old, narrow=True, covers_name="")

    new = Consent.objects.get(replaces=old)
    assert errors(widened, "covers_photo") == ["The old consent did not cover this: narrowing only leaves out."]
    assert (new.covers_words, new.covers_name) == (True, False)
    assert Client().get(story.get_absolute_url()).status_code == 200
    assert Client().get(passage.get_absolute_url()).status_code == 404


def test_a_consent_is_replaced_once_and_for_its_own_person(staff: Client) -> None:
    old, other = make.make_consent(), make.make_contributor("Somebody else")

    elsewhere = replacing(staff, old, contributor=other.pk)
    replacing(staff, old)
    again = replacing(staff, old)

    assert errors(elsewhere, "contributor") == ["A consent is recorded anew for the person who gave the old one."]
    assert "withdrawn meanwhile" in again.content.decode()
    assert Consent.objects.filter(replaces=old).count() == 1


@pytest.mark.parametrize("key", ["0", "x", "%00", "9" * 40, ""])
def test_a_consent_that_is_not_there_is_replaced_by_nobody(staff: Client, key: str) -> None:
    assert staff.get(f"{reverse(ADD)}?replaces={key}").status_code == 200


def test_what_the_person_holds_back_stays_back_when_renewed(staff: Client) -> None:
    old = make.make_consent(held_at=timezone.now())
    story = make.make_story(consent=old)

    replacing(staff, old)
    page = reverse("admin:events_contributor_change", args=(old.contributor.pk,))
    form = filled_form(staff, reverse(ADD), contributor=old.contributor.pk, basis="written", covers_words="on")
    beside = staff.post(reverse(ADD), form)
    in_a_row = staff.post(page, filled_form(staff, page, **new_row("consents", 2, basis="written", covers_words="on")))

    assert Consent.objects.get(replaces=old).held_at == old.held_at
    assert Client().get(story.get_absolute_url()).status_code == 410
    assert errors(beside, "contributor") == ["This person hid all of theirs with their code. Review that first."]
    assert "Review that first" in in_a_row.content.decode()
    assert Consent.objects.count() == 2


def test_everything_of_a_person_is_on_one_page(staff: Client) -> None:
    person = person_in_everything()

    html = staff.get(reverse("admin:events_contributor_everything", args=(person.pk,))).content.decode()

    kinds = re.findall(r'<th scope="row">([A-Z][a-z ,]+)(?:<br>|</th>)', html)
    assert sorted(kinds) == sorted(
        (
            *("Part in a story", "Story, whole", "Session, whole", "Highlighted passage", "Highlighted passage"),
            *("Film", "Theme that quotes them", "Finding that rests on them", "Synthesis that leads to such a theme"),
        )
    )
    assert html.count("pill-published") == 8
    for one in appearances_of(person):
        assert (one.address in html, one.staff_address in html) == (True, True)


def test_the_page_costs_the_same_however_much_there_is() -> None:
    counts = []
    for times in (1, 3):
        person = person_in_everything(times)
        with CaptureQueriesContext(connection) as queries:
            appearances_of(person)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 24


def test_the_preview_says_what_goes_and_what_stays_and_changes_nothing(staff: Client) -> None:
    person = person_in_everything()
    whole = Story.objects.get(contributions__contributor=person, contributions__role="teller")
    speaks = Story.objects.get(contributions__contributor=person, contributions__role="speaker")

    preview = preview_withdrawal(person)

    shown = [one for one in appearances_of(person) if one.is_shown]
    stays = {address: title for title, address in preview.stays}
    assert [one.key for one in preview.goes] == [one.key for one in shown]
    assert stays[speaks.get_absolute_url()] == speaks.title
    assert whole.get_absolute_url() not in stays
    assert not Consent.objects.filter(withdrawn_at__isnull=False).exists()


def test_everything_goes_at_once_with_a_reason(staff: Client) -> None:
    person = person_in_everything()
    second = make.make_story(consent=make.make_consent(person))
    address = reverse("admin:events_contributor_withdraw", args=(person.pk,))

    refused = staff.post(address, {"reason": " "})
    left = Consent.objects.filter(contributor=person, withdrawn_at=None).count()
    staff.post(address, {"reason": "She asked."})

    assert "This field is required" in refused.content.decode()
    assert left == 2
    assert {one.withdrawal_reason for one in person.consents.all()} == {"She asked."}
    assert [one for one in appearances_of(person) if one.is_shown] == []
    assert Client().get(second.get_absolute_url()).status_code == 410


def test_every_look_is_noted(staff: Client, curator: Any) -> None:
    consent = make.make_consent()
    person = consent.contributor
    looked_at = [
        reverse("admin:events_consent_change", args=(consent.pk,)),
        reverse("admin:events_consent_withdraw", args=(consent.pk,)),
        reverse("admin:events_consent_changelist"),
        reverse("admin:events_contributor_change", args=(person.pk,)),
        reverse("admin:events_contributor_everything", args=(person.pk,)),
        reverse("admin:events_contributor_withdraw", args=(person.pk,)),
    ]

    for address in looked_at:
        staff.get(address)

    seen = ConsentView.objects.order_by("pk").values_list("page", "consent", "contributor", "account")
    assert list(seen) == [
        ("consent", consent.pk, person.pk, curator.pk),
        ("withdrawal", consent.pk, person.pk, curator.pk),
        ("consents", None, None, curator.pk),
        ("contributor", None, person.pk, curator.pk),
        ("everything", None, person.pk, curator.pk),
        ("withdrawal", None, person.pk, curator.pk),
    ]


def test_the_pages_are_for_those_who_may_see_consents(client: Client) -> None:
    account = get_user_model()._default_manager.create_user("reader", password="a long pass phrase", is_staff=True)  # type: ignore[attr-defined]
    account.user_permissions.add(Permission.objects.get(codename="view_contributor"))
    client.force_login(account)
    person = person_in_everything()
    pages = [reverse(f"admin:events_contributor_{page}", args=(person.pk,)) for page in ("everything", "withdraw")]

    seen = [client.get(page).status_code for page in pages]
    account.user_permissions.add(Permission.objects.get(codename="view_consent"))

    assert seen == [403, 403]
    assert [client.get(page).status_code for page in pages] == [200, 403]
    assert client.post(pages[1], {"reason": "Mine."}).status_code == 403
    assert not Consent.objects.filter(withdrawn_at__isnull=False).exists()


@pytest.mark.parametrize("page", ["everything", "withdraw"])
def test_a_person_who_is_not_there_is_said_to_be_missing(staff: Client, page: str) -> None:
    for key in ("0", "9" * 30, "x"):
        assert staff.get(reverse(f"admin:events_contributor_{page}", args=(key,))).status_code == 302


def test_the_queue_of_what_to_renew(staff: Client) -> None:
    today = timezone.now().date()
    expired = make.make_consent(expires_on=today - timedelta(days=1))
    soon = make.make_consent(expires_on=today + timedelta(days=30))
    review = make.make_consent(review_on=today)
    unconfirmed = make.make_consent(basis="published_source")
    held = make.make_consent(held_at=timezone.now())
    make.make_consent(expires_on=today + timedelta(days=31), review_on=today + timedelta(days=1))
    make.make_consent(withdrawn_at=timezone.now(), expires_on=today)

    found = {
        state: set(
            staff.get(reverse("admin:events_consent_changelist"), {"attention": state}).context["cl"].result_list
        )
        for state in ("expired", "soon", "review", "unconfirmed", "held", "any")
    }

    assert found == {
        "expired": {expired},
        "soon": {soon},
        "review": {review},
        "unconfirmed": {unconfirmed},
        "held": {held},
        "any": {expired, soon, review, unconfirmed, held},
    }


def test_a_consent_withdrawn_while_it_is_replaced_is_not_replaced(staff: Client, monkeypatch: Any) -> None:
    """The form looks before the action does: here it does not look, as if a colleague had been quicker in between."""
    old = make.make_consent()
    monkeypatch.setattr("events.forms.ConsentForm.clean", lambda form: None)
    address = f"{reverse(ADD)}?replaces={old.pk}"
    form = {key: value for key, value in filled_form(staff, address).items() if value}
    withdraw_consent(old, by=AnonymousUser())

    response = staff.post(address, form, follow=True)

    assert "Nothing was saved" in response.content.decode()
    assert Consent.objects.count() == 1
