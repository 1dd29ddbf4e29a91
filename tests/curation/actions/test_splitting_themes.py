"""Part of a theme moves: what was chosen and nothing else, addresses lead on, and it can be taken back."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from kpknow.curation.actions.merging_themes import merge_themes
from kpknow.curation.actions.moving_rows import MergeRefused, seen_token
from kpknow.curation.actions.splitting_themes import Part, edits_since_split, split_theme, undo_theme_split
from stories.models import Coding, Evidence, Finding, Highlight, MovedPart, Recommendation, Theme
from tests import builders as make
from tests.curation.two_themes import everything, make_recommendation

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


@pytest.fixture
def theme() -> Theme:
    """Two findings: “Stays” and “Goes”; one voice of each, one of both and one of none."""
    found = make.make_theme("Courage", slug="courage")
    of_one, of_other, of_both, _of_none = (make.make_highlight(None, found) for _number in range(4))
    stays = make.make_finding(found, of_one, of_both, claim="Stays")
    goes = make.make_finding(found, of_other, of_both, claim="Goes")
    make_recommendation(stays, "Asked by one.")
    make_recommendation(goes, "Asked by the other.")
    make_recommendation(stays, "Asked by both.").findings.add(goes)
    return found


def going() -> Finding:
    return Finding.objects.get(claim="Goes")


def voice_of_none() -> Highlight:
    return Highlight.objects.get(evidence=None)


def test_a_finding_moves_with_what_only_it_rests_on(theme: Theme) -> None:
    only = set(going().evidence.values_list("highlight", flat=True)) - set(
        Finding.objects.get(claim="Stays").evidence.values_list("highlight", flat=True)
    )

    split = split_theme(theme, Part([going().pk], [], takes_along=True), name="Daring", by=NOBODY)

    target = split.target
    assert (target.status, target.slug, target.limits) == ("draft", "daring", theme.limits)
    assert list(target.findings.values_list("order", "claim")) == [(1, "Goes")]
    assert set(target.codings.values_list("highlight", flat=True)) == only
    assert theme.codings.count() == 3
    assert list(theme.findings.values_list("order", "claim")) == [(1, "Stays")]
    assert list(target.recommendations.values_list("text", flat=True)) == ["Asked by the other."]
    asked = Recommendation.objects.get(text="Asked by both.")
    assert (asked.theme, [finding.claim for finding in asked.findings.all()]) == (theme, ["Stays"])


def test_a_passage_moves_with_every_coder_s_tie_and_is_not_doubled(theme: Theme, curator: Any) -> None:
    voice, target = voice_of_none(), make.make_theme()
    Coding.objects.create(highlight=voice, theme=theme, coder=curator)
    Coding.objects.create(highlight=voice, theme=target, coder=curator)

    split_theme(theme, Part([], [voice.pk]), into=target, by=NOBODY)

    assert sorted(voice.codings.values_list("theme", "coder"), key=str) == sorted(
        [(target.pk, None), (target.pk, curator.pk)], key=str
    )


def test_the_theme_says_where_its_part_moved_once_that_is_public(theme: Theme, client: Client) -> None:
    split = split_theme(theme, Part([going().pk], [], takes_along=True), name="Daring", by=NOBODY)

    before = client.get("/themes/courage/").content.decode()
    Theme.objects.filter(pk=split.target_id).update(status="published", published_at=theme.published_at)
    after = client.get("/themes/courage/").content.decode()

    assert "Part of this moved" not in before
    assert 'Part of this moved to: <a href="/themes/daring/">Daring</a>.' in after
    assert client.get("/themes/courage/findings/2/")["Location"] == "/themes/daring/findings/1/"


def test_a_part_that_went_to_a_theme_merged_since_leads_to_that(theme: Theme, client: Client) -> None:
    target, last = make.make_theme("Daring", slug="daring"), make.make_theme("Dignity", slug="dignity")
    split_theme(theme, Part([going().pk], []), into=target, by=NOBODY)

    merge_themes(target, last, by=NOBODY)

    assert list(MovedPart.objects.values_list("source__slug", "target__slug")) == [("courage", "dignity")]
    assert client.get("/themes/courage/findings/2/")["Location"] == "/themes/dignity/findings/1/"


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("takes_along", [True, False])
def test_undoing_restores_every_row(is_new: bool, takes_along: bool, theme: Theme) -> None:
    target = None if is_new else make.make_theme()
    if target:
        Coding.objects.create(theme=target, highlight=voice_of_none())
    before = everything()
    part = Part([going().pk], [voice_of_none().pk], takes_along)
    split = split_theme(theme, part, into=target, name="" if target else "Daring", by=NOBODY)
    assert edits_since_split(split) == []

    undo_theme_split(split, by=NOBODY)

    after = everything()
    after["themes"] = [row for row in after["themes"] if target or row["id"] != split.target_id]
    before["asked"] = [(row["recommendation_id"], row["finding_id"]) for row in before["asked"]]
    after["asked"] = [(row["recommendation_id"], row["finding_id"]) for row in after["asked"]]
    assert {**after, "asked": sorted(after["asked"])} == {**before, "asked": sorted(before["asked"])}
    if is_new:
        split.target.refresh_from_db()
        assert split.target.status == "withdrawn"
    with pytest.raises(MergeRefused, match="undone before"):
        undo_theme_split(split, by=NOBODY)


def code_more(split: Any) -> None:
    Coding.objects.create(theme=split.target, highlight=make.make_highlight())


def reword(split: Any) -> None:
    Theme.objects.filter(pk=split.target_id).update(meaning="Other words.")


def move_on(split: Any) -> None:
    Finding.objects.filter(theme=split.target).update(theme=make.make_theme())


def take_the_number(split: Any) -> None:
    make.make_finding(split.source, order=2)


@pytest.mark.parametrize("edit", [code_more, reword, move_on, take_the_number])
def test_undoing_is_refused_once_somebody_built_upon_it(edit: Any, theme: Theme) -> None:
    split = split_theme(theme, Part([going().pk], []), name="Daring", by=NOBODY)
    edit(split)
    before = everything()

    assert len(edits_since_split(split)) == 1
    with pytest.raises(MergeRefused):
        undo_theme_split(split, by=NOBODY)
    assert everything() == before


def test_splits_that_make_no_sense_are_refused(theme: Theme) -> None:
    other, gone, seen = make.make_theme(), make.make_theme(status="withdrawn"), seen_token(theme)
    theirs = make.make_finding(other)
    Evidence.objects.filter(finding=theirs).delete()
    refused: tuple[tuple[Part, dict[str, Any], str], ...] = (
        (Part([going().pk], []), {"into": theme}, "itself"),
        (Part([going().pk], []), {"into": gone}, "withdrawn"),
        (Part([going().pk], []), {"name": "Courage"}, "name that no other"),
        (Part([going().pk], []), {"name": " "}, "name that no other"),
        (Part([theirs.pk], [0]), {"into": other}, "at least one"),
        (Part([], []), {"name": "New"}, "at least one"),
        (Part([going().pk], []), {"into": other, "seen": f"{seen}x"}, "look again"),
    )

    for part, to, words in refused:
        before = everything()
        with pytest.raises(MergeRefused, match=words):
            split_theme(theme, part, by=NOBODY, **to)
        assert everything() == before
