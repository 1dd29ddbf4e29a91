"""Freezing and withdrawing versions in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from stories.models import Theme
from tests import builders as make

pytestmark = pytest.mark.django_db


def versions_page(theme: Theme) -> str:
    return reverse("admin:stories_theme_versions", args=(theme.pk,))


def test_a_version_is_frozen_with_a_note_and_withdrawn_with_a_reason(staff: Client) -> None:
    theme = make.make_theme()

    staff.post(versions_page(theme), {"note": "For the yearly report"})
    listed = staff.get(versions_page(theme)).content.decode()
    refused = staff.post(f"{versions_page(theme)}?withdraw=1", {"reason": ""})
    still = theme.versions.standing().count()
    staff.post(f"{versions_page(theme)}?withdraw=1", {"reason": "It named a town."})

    assert "For the yearly report" in listed
    assert (refused.status_code, still) == (200, 1)
    assert [(one.number, one.withdrawal_reason) for one in theme.versions.all()] == [(1, "It named a town.")]


def test_the_button_is_there_once_a_theme_is_public(staff: Client) -> None:
    public, draft = make.make_theme(), make.make_theme(status="draft")

    pages = [
        staff.get(reverse("admin:stories_theme_change", args=(one.pk,))).content.decode() for one in (public, draft)
    ]

    assert [versions_page(one) in page for one, page in zip((public, draft), pages, strict=True)] == [True, False]


def test_nothing_new_and_drafts_are_refused_with_words(staff: Client) -> None:
    theme, draft = make.make_theme(), make.make_theme(status="draft")
    staff.post(versions_page(theme), {"note": ""})

    again = staff.post(versions_page(theme), {"note": ""}, follow=True).content.decode()
    hidden = staff.post(versions_page(draft), {"note": ""}, follow=True).content.decode()

    assert "Nothing has changed since version 1" in again
    assert "Only a published theme can be frozen." in hidden
    assert (theme.versions.count(), draft.versions.count()) == (1, 0)


@pytest.mark.parametrize("note", ["x" * 301, "nul \x00"])
def test_a_bad_note_is_refused_beside_its_field(staff: Client, note: str) -> None:
    theme = make.make_theme()

    response = staff.post(versions_page(theme), {"note": note})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["note"]
    assert not theme.versions.exists()


@pytest.mark.parametrize("asked", ["0", "99999999999", "x", "\x00", "-1", "٣"])
def test_a_version_that_is_not_there_cannot_be_withdrawn(staff: Client, asked: str) -> None:
    theme = make.make_theme()

    assert staff.get(versions_page(theme), {"withdraw": asked}).context["chosen"] is None
