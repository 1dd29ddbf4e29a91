"""Merging and splitting themes in the admin: see, confirm, undo; who may, and what bad input gets."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kpknow.curation.models import ThemeMerge, ThemeSplit
from kpknow.curation.roles import Role
from stories.models import Finding, Theme
from tests import builders as make
from tests.content.admin.test_every_admin import HOSTILE
from tests.curation.people import make_account, signed_in

pytestmark = pytest.mark.django_db

LIST = "/staff/stories/theme/"
MERGE = f"{LIST}merge/"


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def split_address(theme: Theme) -> str:
    return f"{LIST}{theme.pk}/split/"


def make_split_theme() -> tuple[Theme, Finding]:
    theme = make.make_theme("Courage")
    return theme, make.make_finding(theme, make.make_highlight(None, theme))


def test_a_merge_is_chosen_seen_done_and_undone(staff: Client) -> None:
    merged, kept = make.make_theme("Courage"), make.make_theme("Pride")
    for theme in (merged, kept):
        make.make_finding(theme, make.make_highlight(None, merged, kept))
    asked = f"{MERGE}?merged={merged.pk}&into={kept.pk}"

    assert "Show what would change" in staff.get(MERGE, {"merged": merged.pk}).content.decode()
    preview = staff.get(asked)
    assert [(kind, moved, doubles, len(shown)) for kind, moved, doubles, shown in preview.context["changes"]] == [
        ("codings", 0, 2, 2),
        ("findings", 1, 0, 1),
    ]
    assert "Both have the finding “Practice changed”" in preview.content.decode()
    done = staff.post(asked, {"seen": preview.context["seen"]}, follow=True)
    assert said(done) == ["“Courage” became “Pride”."]
    undone = staff.post(f"/staff/curation/thememerge/{ThemeMerge.objects.get().pk}/undo/", follow=True)
    assert said(undone) == ["“Courage” stands for itself again."]


def test_a_merge_that_nobody_has_seen_is_shown_again(staff: Client) -> None:
    merged, kept = make.make_theme(), make.make_theme()
    asked = f"{MERGE}?merged={merged.pk}&into={kept.pk}"
    seen = staff.get(asked).context["seen"]
    make.make_highlight(None, kept)

    response = staff.post(asked, {"seen": seen})

    assert response.context["form"].errors["into"][0].startswith("Somebody changed one of these themes")
    assert not ThemeMerge.objects.exists()


def test_a_split_is_chosen_done_and_undone(staff: Client) -> None:
    theme, finding = make_split_theme()
    page = staff.get(split_address(theme))

    done = staff.post(
        split_address(theme),
        {"findings": [finding.pk], "takes_along": "on", "name": "Daring", "seen": page.context["seen"]},
        follow=True,
    )

    assert said(done) == ["Part of “Courage” moved to “Daring”."]
    assert (finding.theme.codings.count(), Theme.objects.get(name="Daring").codings.count()) == (0, 1)
    undone = staff.post(f"/staff/curation/themesplit/{ThemeSplit.objects.get().pk}/undo/", follow=True)
    assert said(undone) == ["What moved is back with “Courage”."]
    assert theme.findings.count() == 1


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"name": "Daring"}, "__all__", "at least one"),
        ({"findings": "own"}, "into", "Choose a theme, or write"),
        ({"findings": "own", "name": "Daring", "into": "other"}, "into", "Choose a theme, or write"),
        ({"findings": "own", "name": "Courage"}, "__all__", "name that no other"),
        ({"findings": "own", "name": "x" * 10_000}, "name", "at most 120"),
        ({"findings": "own", "name": "a\x00b"}, "name", "Null characters"),
        ({"findings": "99999999999999999999", "name": "Daring"}, "findings", "not a valid"),
        ({"passages": "emoji 🏳️‍🌈", "name": "Daring"}, "passages", "not a valid"),
        ({"findings": "own", "into": "self"}, "into", "Select a valid choice"),
    ],
)
def test_a_split_that_cannot_be_says_why(sent: dict[str, str], field: str, words: str, staff: Client) -> None:
    theme, finding = make_split_theme()
    keys = {"own": finding.pk, "other": make.make_theme().pk, "self": theme.pk}

    response = staff.post(split_address(theme), {name: keys.get(value, value) for name, value in sent.items()})

    assert words in str(response.context["form"].errors[field])
    assert not ThemeSplit.objects.exists()
    assert finding.pk in Theme.objects.get(pk=theme.pk).findings.values_list("pk", flat=True)


RIGHTS = {
    Role.AUTHOR: (403, 403),
    Role.EDITOR: (200, 403),
    Role.PUBLISHER: (200, 200),
    Role.MODERATOR: (403, 403),
    Role.ADMINISTRATOR: (200, 200),
}
"""Role → what it gets for drafts, and for what is public."""


@pytest.mark.parametrize("role", RIGHTS)
def test_drafts_are_moved_by_editors_and_what_is_public_by_publishers(role: Role) -> None:
    client = signed_in(make_account(role))
    found = []
    for status in ("draft", "published"):
        one, other = make.make_theme(status=status), make.make_theme(status=status)
        asked = f"{MERGE}?merged={one.pk}&into={other.pk}"
        answers = {client.get(asked).status_code, client.get(split_address(one)).status_code}
        answers |= {200 if client.post(asked).status_code == 302 else 403}
        (answer,) = answers
        found.append(answer)
        log = ThemeMerge.objects.first()
        if answer == 200:
            assert client.post(f"/staff/curation/thememerge/{log.pk}/undo/").status_code == 302

    assert tuple(found) == RIGHTS[role]


def test_an_editor_moves_nothing_into_what_is_public() -> None:
    client = signed_in(make_account(Role.EDITOR))
    theme, public = make.make_theme(status="draft"), make.make_theme()
    finding = make.make_finding(theme)

    merged = client.post(f"{MERGE}?merged={theme.pk}&into={public.pk}")
    split = client.post(split_address(theme), {"findings": finding.pk, "into": public.pk})

    assert (merged.status_code, split.status_code) == (403, 403)
    assert theme.findings.get() == finding


def test_an_editor_does_not_undo_what_would_be_public_again() -> None:
    publisher, editor = signed_in(make_account(Role.PUBLISHER)), signed_in(make_account(Role.EDITOR))
    one, other = make.make_theme(), make.make_theme()
    publisher.post(f"{MERGE}?merged={one.pk}&into={other.pk}")
    Theme.objects.filter(pk=other.pk).update(status="draft")

    undo = f"/staff/curation/thememerge/{ThemeMerge.objects.get().pk}/undo/"

    assert editor.post(undo).status_code == 403
    assert publisher.post(undo).status_code == 302


def test_undoing_is_posted(staff: Client) -> None:
    one, other = make.make_theme(), make.make_theme()
    staff.post(f"{MERGE}?merged={one.pk}&into={other.pk}")

    assert staff.get(f"/staff/curation/thememerge/{ThemeMerge.objects.get().pk}/undo/").status_code == 405


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_break_nothing(value: str, staff: Client) -> None:
    theme, _finding = make_split_theme()
    answers = [
        staff.get(MERGE, {"merged": value}),
        staff.get(MERGE, {"merged": theme.pk, "into": value}),
        staff.post(split_address(theme), dict.fromkeys(("findings", "passages", "into", "name", "seen"), value)),
    ]

    assert {response.status_code for response in answers} <= {200, 302, 404}
    assert not ThemeMerge.objects.exists()


@pytest.mark.parametrize("page", ["merge", "split"])
def test_the_pages_cost_the_same_however_much_would_move(page: str, staff: Client) -> None:
    theme, kept = make.make_theme(), make.make_theme()
    address = split_address(theme) if page == "split" else f"{MERGE}?merged={theme.pk}&into={kept.pk}"
    asked = []
    for rows in (1, 2):
        for _number in range(rows):
            make.make_finding(theme, make.make_highlight(None, theme))
            make.make_highlight(make.make_session(), theme)
        staff.get(address)
        with CaptureQueriesContext(connection) as queries:
            staff.get(address)
        asked.append(len(queries))

    assert asked[0] == asked[1]
