"""Events, their sessions and everything that stands in rows below them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, EventFigure, Organisation, Participation, PlacePrecision, SessionContribution
from tests.builders import (
    make_consent,
    make_contributor,
    make_event,
    make_organisation,
    make_participation,
    make_question,
    make_resource,
    make_session,
    make_survey,
    make_topic,
)
from tests.content.admin.forms import errors, filled_form, new_row, shown_form

pytestmark = pytest.mark.django_db


def change(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))


def test_a_place_is_never_finer_than_it_may_be(staff: Client) -> None:
    address = change(make_event(code="KE"))
    cases = [
        ({"city": "Nairobi"}, "city", "A city is kept only where the place is kept as city."),
        ({"city": "12 Hill Road", "place_precision": "city"}, "city", "A city only, never an address"),
        ({"place_precision": "hidden"}, "country", "Where the place is hidden, no country is kept."),
        ({"city": "Nairobi", "place_precision": "city", "country": ""}, "country", "A city needs its country."),
    ]

    for changes, field, words in cases:
        said = errors(staff.post(address, filled_form(staff, address, **changes)), field)
        assert [words in one for one in said] == [True]
    assert Event.objects.get().place_precision == PlacePrecision.COUNTRY


def test_an_event_ends_after_it_starts(staff: Client) -> None:
    address = change(make_event(starts="2019"))

    response = staff.post(address, filled_form(staff, address, ends_year="2018"))

    assert errors(response, "ends") == ["An event ends after it starts."]


def test_an_event_is_not_part_of_itself(staff: Client) -> None:
    event = make_event()

    response = staff.post(change(event), filled_form(staff, change(event), parent=event.pk))

    assert errors(response, "parent") == ["An event is not part of itself."]


def test_its_site_visits_are_links_and_a_new_one_knows_its_event(staff: Client) -> None:
    event = make_event("The institute")
    visit = make_event("The visit", parent=event)

    html = staff.get(change(event)).content.decode()
    new = staff.get(reverse("admin:events_event_add"), {"parent": event.pk, "kind": "site_visit"})

    assert f'<a href="{change(visit)}">The visit</a>' in html
    assert f'href="{reverse("admin:events_event_add")}?parent={event.pk}&amp;kind=site_visit"' in html
    assert f'<option value="{event.pk}" selected>The institute, 2019</option>' in new.content.decode()
    assert "Site visits" not in staff.get(change(visit)).content.decode()


def test_only_an_outermost_event_is_offered_as_parent(staff: Client) -> None:
    event = make_event("The institute")
    make_event("The visit of the institute", parent=event)
    asked = {"app_label": "events", "model_name": "event", "field_name": "parent", "term": "institute"}

    found = staff.get(reverse("admin:choices"), asked).json()["results"]

    assert [one["id"] for one in found] == [str(event.pk)]


def test_sessions_change_places_in_one_save(staff: Client) -> None:
    event = make_event()
    first, second = make_session(event, title="First"), make_session(event, title="Second")
    new = new_row("sessions", 2, title="Third", order="1")
    moved = {"sessions-0-order": "2", "sessions-1-order": "3"}

    staff.post(change(event), filled_form(staff, change(event), **new, **moved))

    assert list(event.sessions.values_list("order", "title")) == [(1, "Third"), (2, "First"), (3, "Second")]
    assert {first.pk, second.pk} < set(event.sessions.values_list("pk", flat=True))


def test_a_session_may_take_the_place_of_one_that_goes(staff: Client) -> None:
    event = make_event()
    make_session(event, title="First")
    make_session(event, title="Second")

    moved = {"sessions-0-order": "2", "sessions-1-DELETE": "on"}
    staff.post(change(event), filled_form(staff, change(event), **moved))

    assert list(event.sessions.values_list("order", "title")) == [(2, "First")]


def test_a_new_session_without_a_place_comes_last(staff: Client) -> None:
    event = make_event()
    make_session(event, title="First", order=7)

    staff.post(change(event), filled_form(staff, change(event), **new_row("sessions", 1, title="Next", order="")))

    assert list(event.sessions.values_list("order", "title")) == [(7, "First"), (8, "Next")]


def test_two_sessions_in_one_place_are_refused_beside_the_number(staff: Client) -> None:
    event = make_event()
    make_session(event, order=1)
    form = filled_form(staff, change(event), **new_row("sessions", 1, title="Next", order="1"))
    alone = filled_form(staff, reverse("admin:events_session_add"), event=event.pk, title="Next", order="1")

    inline = staff.post(change(event), form)
    own = staff.post(reverse("admin:events_session_add"), alone)

    assert errors(inline, "sessions-1-order") == ["Another row has this number."]
    assert errors(own, "order") == ["Session with this Event and Order already exists."]


def test_a_session_added_by_somebody_else_meanwhile_keeps_its_place(staff: Client) -> None:
    event = make_event()
    form = filled_form(staff, change(event), **new_row("sessions", 0, title="Mine", order="1"))
    make_session(event, title="Theirs", order=1)

    response = staff.post(change(event), form)

    again = staff.post(change(event), shown_form(response))
    assert (again.status_code, errors(again, "sessions-1-order")) == (200, ["Another row has this number."])
    assert staff.post(change(event), shown_form(again, **{"sessions-1-order": ""})).status_code == 302
    assert list(event.sessions.order_by("order").values_list("title", flat=True)) == ["Theirs", "Mine"]


def test_a_session_has_a_link_to_its_own_page(staff: Client) -> None:
    session = make_session()

    assert change(session) in staff.get(change(session.event)).content.decode()


def test_a_consent_of_somebody_else_is_refused_beside_the_field(staff: Client) -> None:
    session, speaker, theirs = make_session(), make_contributor("Amina"), make_consent(make_contributor("Olga"))
    row = {"contributor": speaker.pk, "role": "presenter", "consent": theirs.pk}

    response = staff.post(change(session), filled_form(staff, change(session), **new_row("contributions", 0, **row)))

    assert errors(response, "contributions-0-consent") == ["This consent was given by somebody else."]
    assert not SessionContribution.objects.exists()


def test_a_share_without_a_base_is_refused_beside_the_base(staff: Client) -> None:
    event = make_event()
    row = {"label": "came back", "kind": "share", "value": "40", "qualifier": "exact", "order": ""}
    both = row | {"base": "32", "base_not_stated": "on"}
    high = row | {"base": "32", "value": "140"}

    said = [
        errors(staff.post(change(event), filled_form(staff, change(event), **new_row("figures", 0, **one))), field)
        for one, field in ((row, "figures-0-base"), (both, "figures-0-base"), (high, "figures-0-value"))
    ]

    assert said == [
        ["A share needs its base, or “the source does not state the base”."],
        ["Either give the base or tick “does not state”, not both."],
        ["A share is between 0 and 100 percent."],
    ]
    assert not EventFigure.objects.exists()


def test_an_organisation_takes_part_once_in_a_role(staff: Client) -> None:
    event = make_event()
    kept = make_participation(event)
    row = {"organisation": kept.organisation_id, "role": kept.role}
    form = filled_form(staff, change(event), **new_row("participations", 1, **row))

    response = staff.post(change(event), form)

    words = ["Participation with this Event, Organisation and Role already exists."]
    assert errors(response, "participations-1-organisation") == words
    assert Participation.objects.count() == 1


def test_topics_are_rows_of_an_event(staff: Client) -> None:
    event, topic = make_event(), make_topic("Safety")

    staff.post(change(event), filled_form(staff, change(event), **new_row("tagged_topics", 0, tag=topic.pk)))

    assert [str(one) for one in event.topics.all()] == ["Safety"]


def test_a_shield_needs_its_reason(staff: Client) -> None:
    organisation = make_organisation()

    response = staff.post(change(organisation), filled_form(staff, change(organisation), shield="hidden"))

    assert errors(response, "shield_reason") == ["Say why the organisation is shielded."]
    assert Organisation.objects.get().shield == "none"


def test_an_organisation_is_not_a_member_of_itself_either_way(staff: Client) -> None:
    one = make_organisation()
    ways = (("memberships", "member"), ("networks", "network"))

    said = [
        errors(
            staff.post(change(one), filled_form(staff, change(one), **new_row(prefix, 0, **{field: one.pk}))),
            f"{prefix}-0-{field}",
        )
        for prefix, field in ways
    ]

    assert said == [["An organisation is not a member of itself."]] * 2


def test_memberships_are_edited_from_both_sides(staff: Client) -> None:
    network, member = make_organisation("Network"), make_organisation("Member")

    staff.post(change(network), filled_form(staff, change(network), **new_row("memberships", 0, member=member.pk)))
    page = staff.get(change(member))

    rows = {
        inline.formset.prefix: inline.formset.initial_form_count() for inline in page.context["inline_admin_formsets"]
    }
    assert (rows["networks"], rows["memberships"]) == (1, 0)


def test_a_question_has_a_base_or_says_it_is_not_stated(staff: Client) -> None:
    question = make_question()
    row = {"wording": "Why?", "kind": "open", "order": ""}
    survey = change(question.survey)

    own = staff.post(change(question), filled_form(staff, change(question), base=""))
    inline = staff.post(survey, filled_form(staff, survey, **new_row("questions", 1, **row)))

    words = ["Give the base, or tick “the source does not state the base”."]
    assert (errors(own, "base"), errors(inline, "questions-1-base")) == (words, words)


def test_an_option_has_a_figure_or_says_why_not(staff: Client) -> None:
    question = make_question()
    form = filled_form(staff, change(question), **new_row("options", 1, label="Other", order=""))

    response = staff.post(change(question), form)

    assert errors(response, "options-1-share") == ["Give a share or a count, or say why there is none."]


def test_no_more_answer_than_were_invited(staff: Client) -> None:
    survey = make_survey()

    response = staff.post(change(survey), filled_form(staff, change(survey), answered="103"))

    assert errors(response, "answered") == ["More people answered than were invited."]


def test_a_cost_needs_its_currency(staff: Client) -> None:
    resource = make_resource()

    response = staff.post(change(resource), filled_form(staff, change(resource), cost="75"))

    assert errors(response, "currency") == ["A cost needs its currency."]
