"""What is typed and not saved: kept for the one who typed it, brought back, thrown away."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from kpknow.curation.actions.unsaved import MOST_SIGNS, forget
from kpknow.curation.models import UnsavedWords
from tests import builders as make
from tests.content.admin.forms import asked, filled_form, shown_form

pytestmark = pytest.mark.django_db

TYPED = "quokka-typed"


@pytest.fixture
def other(db: None) -> Client:
    client = Client()
    client.force_login(
        get_user_model()._default_manager.create_superuser(username="ada", password="a long pass phrase")
    )
    return client


def change(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))


def to(page: str, record: Any = None) -> str:
    kind = record._meta.label_lower if record else "events.event"
    return reverse(f"curation:{page}", args=(kind, record.pk if record else "new"))


def test_words_are_kept_offered_and_brought_back_unsaved(staff: Client) -> None:
    event = make.make_event("The circle", summary="Old")
    form = filled_form(staff, change(event), summary=TYPED)

    kept = staff.post(to("keep_words", event), form)
    opened = staff.get(change(event)).content.decode()
    back = staff.post(to("bring_back", event))

    assert kept.json()["words"].startswith("Saved at ")
    assert "You have unsaved words from" in opened
    assert TYPED not in opened
    assert shown_form(back)["summary"] == TYPED
    assert f'action="{change(event)}"' in back.content.decode()
    assert Event.objects.get(pk=event.pk).summary == "Old"


def test_they_go_when_the_record_is_saved(staff: Client) -> None:
    event = make.make_event("The circle")
    form = filled_form(staff, change(event), summary=TYPED)
    staff.post(to("keep_words", event), form)

    staff.post(change(event), form)

    assert UnsavedWords.objects.count() == 0
    assert "You have unsaved words" not in staff.get(change(event)).content.decode()


def test_those_of_a_new_record_go_when_it_is_added(staff: Client) -> None:
    add = reverse("admin:events_event_add")
    form = filled_form(staff, add, title="New", slug="new", kind="convening", summary=TYPED)
    staff.post(to("keep_words"), form)
    assert "You have unsaved words" in staff.get(add).content.decode()

    back = staff.post(to("bring_back"))
    saved = staff.post(add, shown_form(back))

    assert (saved.status_code, Event.objects.get().summary) == (302, TYPED)
    assert UnsavedWords.objects.count() == 0


def test_a_save_that_is_refused_and_a_preview_leave_them(staff: Client) -> None:
    event = make.make_event("The circle")
    form = filled_form(staff, change(event), summary=TYPED)
    staff.post(to("keep_words", event), form)

    staff.post(change(event), form | {"title": ""})
    staff.post(reverse("admin:events_event_preview", args=(event.pk,)), form)

    assert UnsavedWords.objects.get().fields["summary"] == [TYPED]


def test_who_saved_meanwhile_is_met_when_they_come_back(staff: Client, other: Client) -> None:
    event = make.make_event("The circle", summary="Old")
    staff.post(to("keep_words", event), filled_form(staff, change(event), summary=TYPED))
    other.post(change(event), filled_form(other, change(event), summary="Theirs"))

    back = staff.post(to("bring_back", event))

    assert (asked(back), shown_form(back)["summary"]) == ({"summary": ""}, TYPED)


def test_nobody_sees_the_words_of_another(staff: Client, other: Client) -> None:
    event = make.make_event("The circle")
    staff.post(to("keep_words", event), filled_form(staff, change(event), summary=TYPED))

    opened, back = other.get(change(event)), other.post(to("bring_back", event))
    other.post(to("throw_away", event))

    assert "unsaved words from" not in opened.content.decode()
    assert back.status_code == 302
    assert UnsavedWords.objects.count() == 1


def test_they_are_thrown_away_and_end_after_fourteen_days(staff: Client) -> None:
    event, later = make.make_event("One"), make.make_event("Two")
    for record in (event, later):
        staff.post(to("keep_words", record), filled_form(staff, change(record), summary=TYPED))

    assert staff.post(to("throw_away", event)).url == change(event)
    assert [one.key for one in UnsavedWords.objects.all()] == [str(later.pk)]
    UnsavedWords.objects.update(saved_at=timezone.now() - dt.timedelta(days=14, minutes=1))
    assert "unsaved words from" not in staff.get(change(later)).content.decode()
    assert staff.post(to("bring_back", later)).status_code == 302
    staff.post(to("keep_words", event), filled_form(staff, change(event), summary=TYPED))

    assert [one.key for one in UnsavedWords.objects.all()] == [str(event.pk)]


def test_whoever_erases_a_record_erases_them(staff: Client, other: Client) -> None:
    event, another = make.make_event("One"), make.make_event("Two")
    for browser in (staff, other):
        browser.post(to("keep_words", event), filled_form(browser, change(event), summary=TYPED))
    staff.post(to("keep_words", another), filled_form(staff, change(another), summary=TYPED))

    assert forget(event) == 2
    assert [one.key for one in UnsavedWords.objects.all()] == [str(another.pk)]


def test_only_those_who_may_change_a_record_keep_words_of_it(client: Client, django_user_model: Any) -> None:
    event = make.make_event()
    client.force_login(django_user_model.objects.create_user("ben", password="a long pass phrase", is_staff=True))

    for page in ("keep_words", "bring_back", "throw_away"):
        assert client.post(to(page, event), {"summary": TYPED}).status_code == 404
        assert client.post(to(page), {"summary": TYPED}).status_code == 403
        assert Client().post(to(page, event), {"summary": TYPED}).status_code == 302
    assert UnsavedWords.objects.count() == 0


def test_accounts_people_and_consents_are_never_kept(staff: Client, curator: Any) -> None:
    person = make.make_contributor()
    for record in (curator, person, make.make_consent(person)):
        assert staff.post(to("keep_words", record), {"password1": TYPED}).status_code == 404
    assert "data-keep" not in staff.get(change(person)).content.decode()


def test_bad_input_is_an_answer(staff: Client) -> None:
    event = make.make_event()

    for kind, key in (
        ("x", "1"),
        ("events.nothing", "1"),
        ("events.event", "9" * 40),
        ("events.event", "x"),
        ("a.b.c", "["),
    ):
        assert staff.post(reverse("curation:keep_words", args=(kind, key)), {"summary": TYPED}).status_code == 404
    for value in ("\x00", "😀", "a" * 10_000, "9" * 400, "[", "\\u0000"):
        assert staff.post(to("keep_words", event), {"summary": value, value[:60]: "x"}).status_code == 200
        assert staff.post(to("bring_back", event)).status_code == 200
    assert staff.post(to("keep_words", event), {"summary": "a" * (MOST_SIGNS + 1)}).status_code == 413
    assert staff.get(to("keep_words", event)).status_code == 405


def test_the_token_of_the_form_is_kept_and_no_other(staff: Client) -> None:
    event = make.make_event()

    staff.post(to("keep_words", event), {"summary": TYPED, "csrfmiddlewaretoken": "x", "_save": "Save"})

    assert UnsavedWords.objects.get().fields == {"summary": [TYPED]}
