"""Every address of the staff's pages × every role, held against the written table."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Consent, Contributor, Organisation
from kpknow.content.models import Record, Status
from kpknow.curation import roles
from kpknow.curation.roles import COLUMNS, TABLE, VERBS, Role, grant_roles, rights
from stories.models import Story
from tests import builders as make
from tests.content.admin.forms import filled_form
from tests.content.admin.rows import BUILDERS
from tests.curation.people import make_account, signed_in
from tests.curation.staff_pages import address, is_open, of, staff_pages, written

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", staff_pages())
def test_each_page_is_open_to_those_the_table_names(name: str, staff: Client) -> None:
    """A page that is not open to a superuser (nobody deletes a record) is open to nobody."""
    model, page = of(name)
    at_all = is_open(staff, address(name, row_of(model)))

    opened = {role for role in Role if is_open_to(make_account(role), name)}

    expected = {role for role in Role if at_all and written(name, role)}
    if page in ("changelist", "add") and issubclass(model, Record) and "a" in cell(model, Role.AUTHOR):
        expected.add(Role.AUTHOR)
    assert opened == expected


def is_open_to(account: Any, name: str) -> bool:
    """A text brought in is its owner's, so it is made theirs; records are somebody else's here."""
    row = row_of(of(name)[0])
    if hasattr(row, "brought_by"):
        row.brought_by = account
        row.save()
    return is_open(signed_in(account), address(name, row))


def row_of(model: Any) -> Any:
    if model in BUILDERS:
        return BUILDERS[model]()
    return model.objects.first() if model else None


def cell(model: Any, role: Role) -> str:
    return TABLE.get(model._meta.label_lower, ("",) * len(COLUMNS))[COLUMNS.index(role)]


@pytest.mark.parametrize("role", Role)
def test_a_group_has_just_what_the_table_says(role: Role) -> None:
    held = {
        (permission.content_type.app_label, permission.codename)
        for permission in Group.objects.get(name=role).permissions.select_related("content_type")
    }

    if role == Role.ADMINISTRATOR:
        assert len(held) == Permission.objects.count()
    else:
        assert held == rights(role)


def test_every_row_of_the_table_is_a_kind_of_record_staff_have() -> None:
    assert set(TABLE) <= {model._meta.label_lower for model in admin.site._registry}
    assert {letter for cells in TABLE.values() for letters in cells for letter in letters} <= set(VERBS)


def test_nobody_but_publisher_and_administrator_may_see_consents() -> None:
    may = {role.value for role in Role if make_account(role).has_perm("events.view_consent")}

    assert may == {Role.PUBLISHER, Role.ADMINISTRATOR}


def test_granting_again_writes_nothing_and_mends_what_was_changed_by_hand() -> None:
    author = Group.objects.get(name=Role.AUTHOR)
    author.permissions.add(Permission.objects.get(codename="publish_story"))

    grant_roles("default")
    with CaptureQueriesContext(connection) as queries:
        grant_roles("default")

    assert set(author.permissions.values_list("content_type__app_label", "codename")) == rights(Role.AUTHOR)
    assert [
        query["sql"] for query in queries if not query["sql"].strip().startswith(("SELECT", "PRAGMA", "WITH"))
    ] == []


def test_the_guide_shows_the_table_of_the_code() -> None:
    guide = (Path(settings.ROOT) / "docs" / "curators-guide.md").read_text()

    assert roles.as_markdown() in guide


# An author's own drafts


def author_with_story(**fields: Any) -> tuple[Client, Story]:
    author = make_account(Role.AUTHOR)
    return signed_in(author), make.make_story(made_by=author, status=Status.DRAFT, **fields)


def test_an_author_sees_and_changes_own_drafts_only() -> None:
    author, own = author_with_story()
    other = make.make_story(status=Status.DRAFT, made_by=make_account(Role.AUTHOR))

    shown = author.get(reverse("admin:stories_story_changelist")).context["cl"].queryset
    pages = [author.get(reverse("admin:stories_story_change", args=(story.pk,))) for story in (own, other)]

    assert list(shown) == [own]
    assert [page.status_code for page in pages] == [200, 302]
    assert pages[0].context["has_change_permission"]


def test_what_an_author_sent_can_be_read_and_no_longer_changed() -> None:
    author, story = author_with_story()

    author.post(reverse("admin:stories_story_send", args=(story.pk,)))
    page = author.get(reverse("admin:stories_story_change", args=(story.pk,)))
    refused = author.post(reverse("admin:stories_story_change", args=(story.pk,)), {"title": "Other"})

    story.refresh_from_db()
    assert (story.status, story.sent_by, page.context["has_change_permission"]) == ("in_review", story.made_by, False)
    assert refused.status_code == 403
    assert [str(tool.label) for tool in page.context["staff_tools"]] == ["Show to somebody"]


def test_an_author_chooses_what_is_public_and_what_is_their_own() -> None:
    author, story = author_with_story()
    make.make_organisation("Public")
    own = make.make_organisation("Own", status=Status.DRAFT)
    make.make_organisation("Draft of another", status=Status.DRAFT)
    make.make_organisation("Hidden", shield="hidden", shield_reason="Asked.")
    Organisation.objects.filter(pk=own.pk).update(made_by=story.made_by)
    asked = {"app_label": "stories", "model_name": "story", "field_name": "organisations"}

    offered = author.get(reverse("admin:choices"), asked).json()["results"]

    assert sorted(one["text"] for one in offered) == ["Own", "Public"]


# Consents


def test_an_editor_finds_consents_nowhere() -> None:
    editor = signed_in(make_account(Role.EDITOR))
    consent = make.make_consent(make.make_contributor("Amina"))
    Contributor.objects.update(paper_kept_at="the locked drawer")
    story = make.make_story(consent=consent)
    highlight = make.make_highlight(consent=consent)
    pages = [
        reverse("admin:stories_story_change", args=(story.pk,)),
        reverse("admin:stories_highlight_change", args=(highlight.pk,)),
        reverse("admin:stories_highlight_changelist"),
        reverse("admin:events_contributor_change", args=(consent.contributor_id,)),
    ]
    asked = {"app_label": "stories", "model_name": "storycontribution", "field_name": "consent"}

    read = "".join(editor.get(page).content.decode() for page in pages)

    assert str(consent) not in read
    assert "locked drawer" not in read
    assert "-consent" not in read
    assert editor.get(reverse("admin:choices"), asked).status_code == 403
    assert editor.get(reverse("admin:stories_highlight_changelist"), {"consent__basis": "written"}).status_code != 200


def test_what_an_editor_saves_leaves_consents_as_they_are() -> None:
    editor = signed_in(make_account(Role.EDITOR))
    story = make.make_story()
    where = reverse("admin:stories_story_change", args=(story.pk,))

    saved = editor.post(where, filled_form(editor, where, title="Another title"))

    story.refresh_from_db()
    assert (saved.status_code, story.title) == (302, "Another title")
    assert story.contributions.get().consent == Consent.objects.get()


def test_groups_come_and_go_with_their_migration_however_often() -> None:
    migration = import_module("kpknow.curation.migrations.0004_roles")
    editor = SimpleNamespace(connection=connection)

    migration.remove_groups(apps, editor)
    gone = Group.objects.filter(name__in=Role.values).count()
    migration.make_groups(apps, editor)
    migration.make_groups(apps, editor)

    assert gone == 0
    assert Group.objects.filter(name__in=Role.values).count() == len(Role)
