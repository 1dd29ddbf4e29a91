"""The code on paper, and staff's review of what a person hid."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from kpknow.curation.actions.receipts import give_receipt, hide_everything, receipt_of
from kpknow.curation.models import Hiding, Receipt
from tests import builders as make
from tests.content.admin.forms import filled_form

pytestmark = pytest.mark.django_db


def paper(person: Any) -> str:
    return reverse("admin:events_contributor_receipt", args=(person.pk,))


def test_the_code_is_shown_once_in_fours_and_the_one_before_ends(staff: Client) -> None:
    person = make.make_contributor("Zebulonia")
    before = give_receipt(person, by=AnonymousUser())

    asked = staff.get(paper(person)).content.decode()
    made = staff.post(paper(person)).content.decode()

    code = re.search(r'class="code">(\d{4} \d{4} \d{4} \d{4})<', made)
    assert code is not None
    assert "A new one ends it" in asked
    assert code[1] not in staff.get(paper(person)).content.decode()
    assert receipt_of(code[1]) == Receipt.objects.get(ended_at=None)
    assert receipt_of(before) is None


def test_the_paper_names_nobody(staff: Client) -> None:
    person = make.make_contributor("Zebulonia")

    made = staff.post(paper(person)).content.decode()

    section = made[made.index('<section class="receipt"') : made.index("</section>")]
    assert "Zebulonia" not in section
    assert "/my-story/" in section


def test_who_records_a_consent_is_told_to_give_a_code(staff: Client) -> None:
    person = make.make_contributor()
    add = reverse("admin:events_consent_add")
    form = filled_form(staff, add, contributor=person.pk, basis="written", covers_words="on", for_web="on")

    first = staff.post(add, form, follow=True).content.decode()
    give_receipt(person, by=AnonymousUser())
    second = staff.post(add, form, follow=True).content.decode()

    assert (paper(person) in first, paper(person) in second) == (True, False)


@pytest.mark.parametrize(("outcome", "status", "withdrawn"), [("release", 200, False), ("withdraw", 410, True)])
def test_a_review_ends_what_the_person_did(
    staff: Client, curator: Any, outcome: str, status: int, withdrawn: bool
) -> None:
    consent = make.make_consent()
    story = make.make_story(consent=consent)
    hide_everything(consent.contributor)
    hiding = Hiding.objects.get()
    address = reverse("admin:curation_hiding_review", args=(hiding.pk,))

    silent = staff.post(address, {"outcome": outcome, "reason": ""})
    hidden = Client().get(story.get_absolute_url()).status_code
    staff.post(address, {"outcome": outcome, "reason": "We spoke."})
    again = staff.post(address, {"outcome": "release", "reason": "Again."}, follow=True)

    hiding.refresh_from_db()
    consent.refresh_from_db()
    assert (silent.status_code, hidden) == (200, 410)
    assert Client().get(story.get_absolute_url()).status_code == status
    assert (hiding.reviewed_by, hiding.review) == (curator, "We spoke.")
    assert (consent.withdrawn_at is not None) is withdrawn
    assert "reviewed it meanwhile" in again.content.decode()
