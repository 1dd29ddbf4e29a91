"""Two themes become one: no coding is lost and none is doubled, no address dies, and it can be taken back."""

from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpknow.content.actions.publishing import NotReady, make_draft_again, publish
from kpknow.curation.actions.merging_themes import edits_since_merge, merge_themes, undo_theme_merge
from kpknow.curation.actions.moving_rows import MergeRefused, seen_token
from kpknow.curation.belongings import belongings
from kpknow.curation.theme_conflicts import conflicts
from kpknow.packs.models import Pack
from stories.models import (
    Coding,
    Finding,
    Highlight,
    Recommendation,
    Theme,
)
from tests import builders as make
from tests.curation.two_themes import everything, make_two_themes

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


@pytest.fixture
def two() -> tuple[Theme, Theme]:
    return make_two_themes()


def test_everything_of_the_merged_theme_is_the_kept_one_s(two: tuple[Theme, Theme]) -> None:
    merged, kept = two

    merge = merge_themes(merged, kept, by=NOBODY)

    assert [one.label for one in belongings(Theme) if one.of(merged.pk).exists()] == []
    assert list(kept.findings.order_by("order").values_list("order", "claim")) == [
        (1, "Practice changed"),
        (2, "Practice changed"),
        (3, "Courage is learned"),
    ]
    assert list(kept.recommendations.order_by("order").values_list("text", flat=True)) == [
        "Pay for Pride.",
        "Pay for Courage.",
    ]
    assert list(kept.figures.values_list("label", flat=True)) == ["Pride"]
    assert kept.entries.count() == 1
    assert Pack.objects.get().subject_key == kept.pk
    assert [row["model"] for row in merge.removed] == ["stories.coding", "stories.themefigure"]
    kept.refresh_from_db()
    assert kept.limits == "Few voices.\nOne country."
    merged.refresh_from_db()
    assert (merged.status, merged.withdrawal_reason, merged.merged_into) == ("withdrawn", "Merged into “Pride”.", kept)


@pytest.mark.parametrize("seed", [1, 2, 3, 5, 8])
def test_merged_themes_lose_no_coding_and_double_none(seed: int) -> None:
    draw = Random(seed)  # noqa: S311  # the same worlds each time
    themes = [make.make_theme() for _number in range(3)]
    coders = [None, *(User.objects.create_user(f"coder-{number}") for number in range(2))]
    source = make.make_session()
    for _number in range(8):
        highlight = make.make_highlight(source)
        for theme in themes:
            for coder in coders:
                if draw.random() < 0.4:
                    Coding.objects.create(highlight=highlight, theme=theme, coder=coder, note=str(draw.random()))
    merged, kept, other = themes
    said = set(Coding.objects.filter(theme__in=(merged, kept)).values_list("highlight", "coder"))
    elsewhere = sorted(Coding.objects.filter(theme=other).values_list("pk", "highlight", "coder", "note"))
    before = everything()

    merge = merge_themes(merged, kept, by=NOBODY)

    now = list(Coding.objects.filter(theme=kept).values_list("highlight", "coder"))
    assert set(now) == said
    assert len(now) == len(said)
    assert not Coding.objects.filter(theme=merged).exists()
    assert sorted(Coding.objects.filter(theme=other).values_list("pk", "highlight", "coder", "note")) == elsewhere

    undo_theme_merge(merge, by=NOBODY)

    assert everything() == before


def test_undoing_restores_every_row(two: tuple[Theme, Theme]) -> None:
    before = everything()
    merge = merge_themes(*two, by=NOBODY)

    undo_theme_merge(merge, by=NOBODY)

    assert everything() == before
    with pytest.raises(MergeRefused, match="undone before"):
        undo_theme_merge(merge, by=NOBODY)


def test_a_merged_theme_is_not_published_again_but_by_undoing(two: tuple[Theme, Theme]) -> None:
    merge = merge_themes(*two, by=NOBODY)
    merged = Theme.objects.get(slug="courage")
    make_draft_again(merged, by=NOBODY)

    with pytest.raises(NotReady, match="became part of “Pride”"):
        publish(merged, by=NOBODY)

    undo_theme_merge(merge, by=NOBODY)

    merged.refresh_from_db()
    assert (merged.status, merged.merged_into) == ("published", None)


def code_again(merge: Any) -> None:
    Coding.objects.create(theme=merge.merged, highlight=make.make_highlight())


def take_off(merge: Any) -> None:
    Coding.objects.filter(theme=merge.kept, pk__in=merge.moved["stories.coding.theme"]).delete()


def edit_limits(merge: Any) -> None:
    Theme.objects.filter(pk=merge.kept_id).update(limits="Others.")


def edit_merged(merge: Any) -> None:
    Theme.objects.filter(pk=merge.merged_id).update(summary="Ours.")


def tie_across(merge: Any) -> None:
    asked = Recommendation.objects.get(text="Pay for Pride.")
    asked.findings.add(Finding.objects.get(claim="Courage is learned"))


@pytest.mark.parametrize("edit", [code_again, take_off, edit_limits, edit_merged, tie_across])
def test_undoing_is_refused_once_somebody_built_upon_it(edit: Any, two: tuple[Theme, Theme]) -> None:
    merge = merge_themes(*two, by=NOBODY)
    assert edits_since_merge(merge) == []
    edit(merge)
    merge.refresh_from_db()
    before = everything()

    assert len(edits_since_merge(merge)) == 1
    with pytest.raises(MergeRefused):
        undo_theme_merge(merge, by=NOBODY)
    assert everything() == before


def test_a_double_whose_passage_was_erased_is_not_put_back(two: tuple[Theme, Theme]) -> None:
    merged, _kept = two
    merge = merge_themes(*two, by=NOBODY)
    (double,) = [row["fields"]["highlight"] for row in merge.removed if row["model"] == "stories.coding"]
    Finding.objects.filter(evidence__highlight=double).first()
    for evidence in Highlight.objects.get(pk=double).evidence.all():
        evidence.delete()
    Highlight.objects.get(pk=double).delete()

    undo_theme_merge(merge, by=NOBODY)

    assert not Coding.objects.filter(highlight=double).exists()
    assert merged.codings.count() == 1


def test_merges_that_make_no_sense_or_break_an_address_are_refused() -> None:
    one, draft = make.make_theme(), make.make_theme(status="draft")
    gone = make.make_theme(status="withdrawn")
    crowded = make.make_theme()
    make.make_finding(crowded, order=32_767)
    make.make_finding(one)
    pairs = (
        (one, one, "itself"),
        (gone, one, "withdrawn"),
        (one, draft, "Publish that first"),
        (one, crowded, "large"),
    )

    for merged, kept, words in pairs:
        before = everything()
        with pytest.raises(MergeRefused, match=words):
            merge_themes(merged, kept, by=NOBODY)
        assert everything() == before


def test_what_changed_since_the_page_was_opened_is_not_merged_unseen(two: tuple[Theme, Theme]) -> None:
    merged, kept = two
    seen = seen_token(merged, kept)
    make.make_highlight(None, merged)

    with pytest.raises(MergeRefused, match="look again"):
        merge_themes(merged, kept, by=NOBODY, seen=seen)

    assert merge_themes(merged, kept, by=NOBODY, seen=seen_token(merged, kept)).pk


def test_what_differs_is_said_before(two: tuple[Theme, Theme]) -> None:
    merged, kept = two
    Theme.objects.filter(pk=merged.pk).update(kind="gap", summary="Other words.")
    Coding.objects.filter(theme=merged).update(note="Ours")
    Recommendation.objects.update(text="Pay!")
    merged.refresh_from_db()

    assert conflicts(merged, kept) == [
        "They are of different kinds: “Gap” becomes “Theme”.",
        "Both have the finding “Practice changed”: it will stand as number 1 and as 2.",
        "Both recommend “Pay!”: it will stand twice.",
        "The figure “Courage” leads both: it stands once, as “Pride”.",
        "1 passage was coded to both with another note: the kept theme’s stays, the other in the log.",
        "Not taken over from “Courage”: summary.",
        "Frozen versions of “Courage” stay at their addresses: 1.",
    ]


def test_merging_takes_the_same_queries_however_much_moves() -> None:
    asked = []
    for rows in (1, 3):
        merged, kept = make.make_theme(), make.make_theme()
        for _number in range(rows):
            make.make_highlight(None, merged)
            make.make_highlight(None, merged, kept)
        with CaptureQueriesContext(connection) as queries:
            merge_themes(merged, kept, by=NOBODY)
        asked.append(len(queries))

    assert asked[0] == asked[1]
