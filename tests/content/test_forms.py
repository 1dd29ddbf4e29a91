"""Partial dates as staff write them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Organisation
from kpknow.content.forms import PartialDateFormField, PartialDateWidget
from kpknow.content.partial_dates import PartialDate
from tests.builders import make_event, make_organisation, make_story
from tests.content.admin.forms import errors, filled_form, new_row

pytestmark = pytest.mark.django_db

BAD = [
    (("2019", "2", "30", ""), "That day does not exist."),
    (("2019", "", "5", ""), "A day needs its month."),
    (("", "3", "", "1"), "“About” needs a year."),
    (("", "", "", "1"), "“About” needs a year."),
    (("99999", "", "", ""), "The year is a number from 1 to 2999."),
    (("0", "", "", ""), "The year is a number from 1 to 2999."),
    (("2019", "13", "", ""), "Choose a month or a season from the list."),
    (("2019", "3", "99", ""), "The day is a number from 1 to 31."),
    (("year", "", "", ""), "The year is a number from 1 to 2999."),
]


def parts(name: str, *values: str) -> dict[str, str]:
    return {f"{name}_{part}": value for part, value in zip(("year", "month", "day", "about"), values, strict=True)}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("2019", "10", "20", ""), "2019-10-20"),
        (("2015", "5", "", ""), "2015-05"),
        (("2018", "", "", "1"), "2018~"),
        (("2017", "21", "", ""), "2017-21"),
        (("", "3", "", ""), "XXXX-03"),
        (("", "3", "8", ""), "XXXX-03-08"),
    ],
)
def test_each_part_of_a_date_may_be_left_out(typed: tuple[str, ...], kept: str, staff: Client) -> None:
    event = make_event(starts=None)
    address = reverse("admin:events_event_change", args=(event.pk,))

    staff.post(address, filled_form(staff, address, **parts("starts", *typed)))

    assert str(Event.objects.get().starts) == kept
    widget = PartialDateWidget()
    assert [str(one or "") for one in widget.decompress(PartialDate.parse(kept))] == [*typed]


@pytest.mark.parametrize(("typed", "words"), BAD)
def test_an_impossible_date_says_why_and_keeps_what_was_typed(
    typed: tuple[str, ...], words: str, staff: Client
) -> None:
    event = make_event(starts="2019")
    address = reverse("admin:events_event_change", args=(event.pk,))

    response = staff.post(address, filled_form(staff, address, **parts("starts", *typed)))

    assert errors(response, "starts") == [words]
    assert response.context["adminform"].form["starts"].value() == list(typed)
    assert f'value="{typed[0]}"' in response.content.decode() or not typed[0]


def test_a_date_in_a_row_of_an_inline_says_why_in_its_row(staff: Client) -> None:
    story, network = make_story(), make_organisation()
    member = make_organisation()
    moment = reverse("admin:stories_story_change", args=(story.pk,))
    membership = reverse("admin:events_organisation_change", args=(network.pk,))

    bad = new_row("moments", 0, text="It began.", **parts("dated", "2019", "2", "30", ""))
    one = staff.post(moment, filled_form(staff, moment, **bad))
    bad = new_row("memberships", 0, member=member.pk, **parts("starts", "2019", "", "3", ""))
    other = staff.post(membership, filled_form(staff, membership, **bad))

    assert errors(one, "moments-0-dated") == ["That day does not exist."]
    assert errors(other, "memberships-0-starts") == ["A day needs its month."]


def test_a_date_in_a_row_of_an_inline_is_kept(staff: Client) -> None:
    network, member = make_organisation(), make_organisation()
    address = reverse("admin:events_organisation_change", args=(network.pk,))
    row = new_row("memberships", 0, member=member.pk, **parts("starts", "2009", "", "", "1"))

    staff.post(address, filled_form(staff, address, **row))

    assert [str(one.starts) for one in Organisation.objects.get(pk=network.pk).memberships.all()] == ["2009~"]


def test_each_part_of_a_date_says_which_date_it_belongs_to(staff: Client) -> None:
    html = staff.get(reverse("admin:events_event_add")).content.decode()

    assert 'aria-label="Until: Month or season"' in html


def test_text_that_is_no_date_leaves_the_inputs_empty() -> None:
    widget: Any = PartialDateFormField().widget

    assert widget.decompress("not a date") == [None, "", None, ""]
