"""A preview shows what is typed on the public page, and leaves nothing behind."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from events.models import Topic
from kpknow.content.version import current_version
from stories.models import Story
from tests import builders as make
from tests.content.admin.forms import filled_form, new_row

pytestmark = pytest.mark.django_db

TYPED = "quokka-typed"
RECORDS: dict[str, tuple[Any, str]] = {
    "story": (lambda: make.make_story("The film", body="It began."), "standfirst"),
    "event": (make.make_event, "summary"),
    "organisation": (make.make_organisation, "summary"),
    "programme": (make.make_programme, "summary"),
    "resource": (make.make_resource, "summary"),
    "theme": (make.make_theme, "meaning"),
    "synthesis": (make.make_synthesis, "summary"),
    "survey": (make.make_survey, "limits"),
}


def address(record: Any, page: str = "change") -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=(record.pk,))


@pytest.mark.parametrize("kind", RECORDS)
def test_what_is_typed_is_shown_and_nothing_is_written(kind: str, staff: Client) -> None:
    build, field = RECORDS[kind]
    record = build()
    form = filled_form(staff, address(record), **{field: TYPED})
    before = type(record).objects.filter(pk=record.pk).values().get()
    public = Client().get(record.get_absolute_url()).content

    shown = staff.post(address(record, "preview"), form)

    html = shown.content.decode()
    assert (shown.status_code, shown["X-Robots-Tag"], shown["Cache-Control"]) == (200, "noindex", "no-store")
    assert TYPED in html
    assert "Preview: not saved, not public" in html
    assert 'content="noindex"' in html
    assert type(record).objects.filter(pk=record.pk).values().get() == before
    assert Client().get(record.get_absolute_url()).content == public
    assert LogEntry.objects.count() == 0


def test_a_new_story_is_shown_with_its_text_and_its_people(staff: Client) -> None:
    consent = make.make_consent(make.make_contributor("Amina"))
    people = new_row("contributions", 0, contributor=consent.contributor.pk, consent=consent.pk, role="teller")
    add = reverse("admin:stories_story_add")
    text = {"title": "New", "slug": "new", "kind": "article", "standfirst": "Short.", "body": f"We {TYPED}."}
    form = filled_form(staff, add, **text, topic_names="Quite new", **people)

    shown = staff.post(reverse("admin:stories_story_preview_new"), form)

    assert f"We {TYPED}." in shown.content.decode()
    assert "Amina" in shown.content.decode()
    assert "/staff/" not in shown.content.decode()
    assert (Story.objects.count(), Topic.objects.filter(name="Quite new").count()) == (0, 0)


def test_what_no_consent_covers_is_not_shown(staff: Client) -> None:
    consent = make.make_consent(make.make_contributor("Zeb"), for_web=False)
    story = make.make_story("The film", body="It began.", speakers={"Zeb": consent})
    form = filled_form(staff, address(story), body=f"It began.\n\n[Zeb] We {TYPED}.")

    shown = staff.post(address(story, "preview"), form).content.decode()

    assert "It began." in shown
    assert TYPED not in shown


def test_without_anybody_who_tells_it_there_is_no_page_and_it_says_why(staff: Client) -> None:
    add = reverse("admin:stories_story_add")
    form = filled_form(staff, add, title="New", slug="new", kind="article", standfirst="Short.")

    shown = staff.post(reverse("admin:stories_story_preview_new"), form).content.decode()

    assert "There is no page to show yet" in shown
    assert "Name an author or teller" in shown


def test_errors_are_said_with_their_fields(staff: Client) -> None:
    event = make.make_event()

    shown = staff.post(address(event, "preview"), filled_form(staff, address(event), title="", slug="no slug"))

    assert (shown.status_code, "Title: This field is required." in shown.content.decode()) == (200, True)
    assert "Slug: " in shown.content.decode()


def test_a_withdrawn_record_has_no_preview(staff: Client) -> None:
    event = make.make_event(status="withdrawn")

    shown = staff.post(address(event, "preview"), filled_form(staff, address(event), summary=TYPED)).content.decode()

    assert TYPED not in shown
    assert "It is withdrawn" in shown


def test_no_picture_is_written(staff: Client, settings: Any) -> None:
    story = make.make_story("The film")
    written = BytesIO()
    Image.new("RGB", (8, 8), "white").save(written, "PNG")
    upload = SimpleUploadedFile("face.png", written.getvalue(), "image/png")
    row = new_row("media", 0, kind="image", title="Face", image=upload, alternative_text="A face", order="")

    shown = staff.post(address(story, "preview"), filled_form(staff, address(story), standfirst=TYPED, **row))

    assert TYPED in shown.content.decode()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_nothing_is_noted_as_changed(staff: Client) -> None:
    event = make.make_event()
    form = filled_form(staff, address(event), summary=TYPED)
    before = current_version()

    staff.post(address(event, "preview"), form)

    assert current_version().number == before.number


def test_only_those_who_may_write_preview(client: Client, django_user_model: Any, staff: Client) -> None:
    event = make.make_event()
    form = filled_form(staff, address(event), summary=TYPED)
    client.force_login(django_user_model.objects.create_user("ada", password="a long pass phrase", is_staff=True))

    assert client.post(address(event, "preview"), form).status_code == 403
    assert client.post(reverse("admin:events_event_preview_new"), form).status_code == 403
    assert Client().post(address(event, "preview"), form).status_code == 302
    assert staff.get(address(event, "preview")).status_code == 405
