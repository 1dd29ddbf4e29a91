"""Two curators at one form: neither overwrites the other, and the second keeps every word."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.forms import CharField, PasswordInput
from django.test import Client
from django.urls import reverse

from events.admin.events import EventAdmin
from events.models import Consent, Event, Population, Session
from kpknow.content.editing.values import widget_of, written_in
from tests.builders import make_event, make_participation, make_programme, make_session, make_story
from tests.content.admin.forms import answered, asked, errors, filled_form, new_row, shown_form
from tests.content.admin.rows import BUILDERS

pytestmark = pytest.mark.django_db

THEIRS, MINE = "words of hers", "words of mine"


@pytest.fixture
def other(db: None) -> Client:
    """Another curator's browser."""
    client = Client()
    client.force_login(
        get_user_model()._default_manager.create_superuser(username="ada", password="a long pass phrase")
    )  # type: ignore[attr-defined]
    return client


def change(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))


def a_text_of(form: Any) -> str:
    """The first field anything may be written into."""
    for name in written_in(form):
        field = form.fields[name]
        is_text = type(field) is CharField and not hasattr(widget_of(field), "choices")
        if is_text and name not in ("topic_names", "exact") and not isinstance(widget_of(field), PasswordInput):
            return str(name)
    return ""


@pytest.mark.parametrize("model", BUILDERS, ids=lambda model: str(model._meta.label))
def test_nobody_overwrites_anybody(model: Any, staff: Client, other: Client) -> None:
    record = BUILDERS[model]()
    opened = staff.get(change(record))
    if not opened.context["has_change_permission"]:
        assert model is Consent or staff.post(change(record)).status_code == 403
        return
    field = a_text_of(opened.context["adminform"].form) or "username"
    mine = shown_form(opened, **{field: MINE.replace(" ", "-")})

    first = other.post(change(record), filled_form(other, change(record), **{field: THEIRS.replace(" ", "-")}))
    second = staff.post(change(record), mine)

    assert (first.status_code, second.status_code) == (302, 200)
    assert getattr(model.objects.get(pk=record.pk), field) == THEIRS.replace(" ", "-")
    assert shown_form(second)[field] == MINE.replace(" ", "-")
    assert asked(second) == {field: ""}
    assert THEIRS.replace(" ", "-") in second.content.decode()
    assert "by ada" in second.content.decode()


def test_their_fields_come_in_and_mine_stay(staff: Client, other: Client) -> None:
    event, people = make_event("The circle", summary="Old"), Population.objects.earliest("pk")
    mine = filled_form(staff, change(event), tagline=MINE)
    other.post(change(event), filled_form(other, change(event), summary=THEIRS, populations=[people.pk]))

    met = staff.post(change(event), mine)
    saved = staff.post(change(event), answered(met))

    assert asked(met) == {"populations": "theirs", "summary": "theirs"}
    assert saved.status_code == 302
    event.refresh_from_db()
    assert (event.tagline, event.summary) == (MINE, THEIRS)
    assert list(event.populations.all()) == [people]


def test_what_is_asked_must_be_answered(staff: Client, other: Client) -> None:
    event = make_event("The circle", summary="Old")
    mine = filled_form(staff, change(event), summary=MINE)
    other.post(change(event), filled_form(other, change(event), summary=THEIRS))
    met = staff.post(change(event), mine)

    unanswered = staff.post(change(event), answered(met))
    kept = staff.post(change(event), answered(unanswered, summary="mine"))

    assert asked(met) == asked(unanswered) == {"summary": ""}
    assert (unanswered.status_code, kept.status_code) == (200, 302)
    assert Event.objects.get(pk=event.pk).summary == MINE


def test_a_third_who_saves_while_one_chooses_is_met_as_well(staff: Client, other: Client) -> None:
    event = make_event("The circle", summary="Old")
    mine = filled_form(staff, change(event), summary=MINE)
    other.post(change(event), filled_form(other, change(event), summary=THEIRS))
    met = staff.post(change(event), mine)
    other.post(change(event), filled_form(other, change(event), summary="words of a third"))

    again = staff.post(change(event), answered(met, summary="mine"))

    assert (again.status_code, asked(again)) == (200, {"summary": ""})
    assert Event.objects.get(pk=event.pk).summary == "words of a third"


def test_a_page_that_does_not_say_what_it_showed_is_asked_about_everything(staff: Client) -> None:
    event = make_event("The circle", summary="Old")

    for token in (None, "", "x", "\x00", "é" * 9000):
        response = staff.post(change(event), filled_form(staff, change(event), summary=MINE, _version=token))
        assert (response.status_code, asked(response)) == (200, {"summary": ""})
    of_another = filled_form(staff, change(make_event()))["_version"]
    response = staff.post(change(event), filled_form(staff, change(event), summary=MINE, _version=of_another))

    assert (response.status_code, Event.objects.get(pk=event.pk).summary) == (200, "Old")


def test_what_changes_out_of_the_form_is_no_meeting(staff: Client) -> None:
    """A status, a date of change: the save does not touch them, so nothing is asked."""
    event = make_event("The circle")
    mine = filled_form(staff, change(event), summary=MINE)
    staff.post(reverse("admin:events_event_withdraw", args=(event.pk,)), {"reason": "Asked to."})

    assert staff.post(change(event), mine).status_code == 302
    event.refresh_from_db()
    assert (event.status, event.summary) == ("withdrawn", MINE)


# Rows


def test_a_row_changed_on_its_own_page_is_met(staff: Client, other: Client) -> None:
    session = make_session(make_event(), title="Old", prompt="Old prompt")
    page = change(session.event)
    mine = filled_form(staff, page, **{"sessions-0-title": MINE})
    other.post(change(session), filled_form(other, change(session), title=THEIRS, prompt="New prompt"))

    met = staff.post(page, mine)
    saved = staff.post(page, answered(met, **{"sessions-0-title": "theirs"}))

    assert asked(met) == {"sessions-0-title": "", "sessions-0-prompt": "theirs"}
    assert saved.status_code == 302
    session.refresh_from_db()
    assert (session.title, session.prompt) == (THEIRS, "New prompt")


def test_rows_both_added_are_all_kept(staff: Client, other: Client) -> None:
    event = make_event()
    mine = filled_form(staff, change(event), **new_row("sessions", 0, title=MINE))
    other.post(change(event), filled_form(other, change(event), **new_row("sessions", 0, title=THEIRS)))

    met = staff.post(change(event), mine)
    staff.post(change(event), answered(met))

    assert "This row was added by ada" in met.content.decode()
    assert [session.title for session in event.sessions.all()] == [THEIRS, MINE]


def test_a_row_they_took_out_is_asked_about_if_i_wrote_in_it(staff: Client, other: Client) -> None:
    event = make_event()
    for title in ("One", "Two", "Three"):
        make_session(event, title=title)
    mine = filled_form(staff, change(event), **{"sessions-1-title": MINE})
    taken = {"sessions-0-DELETE": "on", "sessions-1-DELETE": "on"}
    other.post(change(event), filled_form(other, change(event), **taken))

    met = staff.post(change(event), mine)
    assert asked(met) == {"sessions-1": ""}
    assert "Session: One" in met.content.decode()

    again = staff.post(change(event), answered(met))
    assert (again.status_code, asked(again)) == (200, {"sessions-1": ""})
    kept = staff.post(change(event), answered(again, **{"sessions-1": "mine"}))

    assert kept.status_code == 302
    assert sorted(event.sessions.values_list("title", flat=True)) == ["Three", MINE]


def test_a_row_they_took_out_can_be_left_out(staff: Client, other: Client) -> None:
    event = make_event()
    make_session(event, title="One")
    mine = filled_form(staff, change(event), **{"sessions-0-title": MINE}, **new_row("sessions", 1, title="Two"))
    other.post(change(event), filled_form(other, change(event), **{"sessions-0-DELETE": "on"}))

    met = staff.post(change(event), mine)
    staff.post(change(event), answered(met, **{"sessions-1": "theirs", "sessions-0": "theirs"}))

    assert len(asked(met)) == 1
    assert list(event.sessions.values_list("title", flat=True)) == ["Two"]


@pytest.mark.parametrize(("choice", "left"), [("theirs", [THEIRS]), ("mine", [])])
def test_a_row_i_take_out_while_they_write_in_it_is_asked_about(
    choice: str, left: list[str], staff: Client, other: Client
) -> None:
    session = make_session(title="Old")
    mine = filled_form(staff, change(session.event), **{"sessions-0-DELETE": "on"})
    other.post(change(session), filled_form(other, change(session), title=THEIRS))

    met = staff.post(change(session.event), mine)
    staff.post(change(session.event), answered(met, **{"sessions-0": choice}))

    assert asked(met) == {"sessions-0": ""}
    assert list(Session.objects.values_list("title", flat=True)) == left


def test_relations_stand_in_words(staff: Client, other: Client) -> None:
    participation = make_participation(make_event())
    event = participation.event
    mine = filled_form(staff, change(event), summary=MINE)
    programme = make_programme("Bridging the gaps")
    other.post(change(event), filled_form(other, change(event), programme=programme.pk, starts_year="2018"))

    met = staff.post(change(event), mine).content.decode()

    assert "<blockquote>Bridging the gaps" in met
    assert "<blockquote>2018" in met


# Refused after all


def test_a_save_the_database_refuses_keeps_what_was_typed(staff: Client, monkeypatch: Any) -> None:
    event = make_event("The circle")

    def refused(*args: Any, **named: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(EventAdmin, "save_related", refused)
    response = staff.post(change(event), filled_form(staff, change(event), title=MINE))
    added = staff.post(reverse("admin:events_event_add"), filled_form(staff, change(event), title=MINE, slug="x"))

    assert (shown_form(response)["title"], shown_form(added)["title"]) == (MINE, MINE)
    assert "Somebody else changed this meanwhile" in response.content.decode()
    assert list(Event.objects.values_list("title", flat=True)) == ["The circle"]


def test_markup_in_their_words_is_words(staff: Client, other: Client) -> None:
    event = make_event("The circle")
    mine = filled_form(staff, change(event), summary=MINE)
    other.post(change(event), filled_form(other, change(event), summary="<script>alert(1)</script>"))

    met = staff.post(change(event), mine).content.decode()

    assert "<script>alert(1)" not in met
    assert "&lt;script&gt;alert(1)" in met


HOSTILE = ("9" * 40, "\x00", "[", "a" * 20_000, "\ud800", "😀", "sessions-0", "sessions-99-title", "_asked")


def test_nothing_sent_with_a_choice_breaks_the_form(staff: Client) -> None:
    session = make_session(title="Old")
    page = change(session.event)
    form = filled_form(staff, page)

    for one in HOSTILE:
        value = one.encode("utf-8", "replace").decode()
        sent = {"_asked": [value, "title"], f"_choice.{value}": value, "_choice.title": value, "_version": value}
        rows = {"sessions-TOTAL_FORMS": value, "sessions-INITIAL_FORMS": value, "sessions-0-id": value}
        for extra in (sent, rows, sent | rows, {"_asked": value, f"_choice.{value}": "theirs"}):
            assert staff.post(page, form | extra).status_code < 500


def test_a_story_is_met_with_all_its_rows(staff: Client, other: Client) -> None:
    story = make_story("The film", body="It began.")
    mine = filled_form(staff, change(story), body="It began well.")
    other.post(change(story), filled_form(other, change(story), body="It began badly.", title="The long film"))

    met = staff.post(change(story), mine)

    assert asked(met) == {"title": "theirs", "body": ""}
    assert errors(met, "body") != []


def test_words_for_a_record_deleted_meanwhile_are_shown(staff: Client) -> None:
    session = make_session(title="Old")
    mine = filled_form(staff, change(session), summary=MINE)
    session.delete()

    shown = staff.post(change(session), mine)

    assert (shown.status_code, MINE in shown.content.decode()) == (410, True)
    assert staff.get(change(session)).status_code == 302
