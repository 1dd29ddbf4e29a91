"""Words of sources, populations and countries are looked at as those of records are."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Country, Population
from tests import builders as make
from tests.content.admin.forms import filled_form

pytestmark = pytest.mark.django_db


def saved(staff: Client, row: Any, **changes: str) -> tuple[bool, str]:
    """Whether it was saved, and the page after it."""
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=(row.pk,))
    response = staff.post(page, filled_form(staff, page, **changes))
    followed = staff.get(response.url) if response.status_code == 302 else response
    return response.status_code == 302, followed.content.decode()


@pytest.mark.parametrize(
    ("kind", "field"), [("source", "note"), ("population", "definition"), ("country", "legal_context")]
)
def test_what_leads_to_somebody_is_not_saved_and_says_why(kind: str, field: str, staff: Client) -> None:
    row = {"source": make.make_source, "population": make.population, "country": make.country}[kind]()

    is_saved, page = saved(staff, row, **{field: "Call her at +254 712 345 678."})

    row.refresh_from_db()
    assert (is_saved, "+254" in getattr(row, field)) == (False, False)
    assert "Readers would see this at once" in page
    assert "Telephone number" in page


def test_a_shielded_organisation_is_not_named_in_a_title(staff: Client) -> None:
    make.make_organisation("Zebulon House", shield="hidden", shield_reason="Raided.")

    assert saved(staff, make.make_source(), title="Report of Zebulon House")[0] is False


def test_a_better_word_is_advised_and_nothing_waits(staff: Client) -> None:
    country = make.country()

    is_saved, page = saved(staff, country, legal_context="The law on prostitutes was changed.")

    assert is_saved
    assert "hurts or is out of date" in page
    assert Country.objects.get(pk=country.pk).legal_context.startswith("The law")


def test_plain_words_are_saved_without_a_word(staff: Client) -> None:
    is_saved, page = saved(staff, make.population(), definition="Men who have sex with men.")

    assert (is_saved, "hurts" in page, "consent?" in page) == (True, False, False)
    assert Population.objects.get(slug="msm").definition == "Men who have sex with men."
