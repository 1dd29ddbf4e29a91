"""Building findings from passages: sides, orders, and what is refused."""

from typing import Any

import pytest

from stories.actions.findings import (
    NotPossible,
    add_evidence,
    give,
    make_finding,
    step_evidence,
    step_finding,
    take_out,
    turn_evidence,
)
from stories.models import Finding, Side
from tests import builders as make

pytestmark = pytest.mark.django_db


def rows(finding: Finding, side: str = Side.SUPPORTS) -> list[Any]:
    return [one.highlight for one in finding.evidence.filter(side=side).order_by("order")]


def keys(finding: Finding, *highlights: Any) -> list[int]:
    return [finding.evidence.get(highlight=one).pk for one in highlights]


def test_a_finding_is_made_of_the_picked_passages_and_stands_last() -> None:
    theme = make.make_theme()
    make.make_finding(theme, order=7)
    voices = [make.make_highlight(make.make_session()) for _ in range(2)]

    made = make_finding(theme, "  Care   comes first ", [one.pk for one in voices])

    assert (made.claim, made.order, made.state, rows(made)) == ("Care comes first", 8, "thin", voices)


@pytest.mark.parametrize("claim", ["", "  ", "x" * 201, "nul \x00", "lone \ud800"])
def test_a_claim_that_cannot_be_kept_is_refused_and_nothing_is_made(claim: str) -> None:
    theme, voice = make.make_theme(), make.make_highlight()

    with pytest.raises(NotPossible):
        make_finding(theme, claim, [voice.pk])

    assert not theme.findings.exists()


@pytest.mark.parametrize("fields", [{"state": "proposed"}, {"state": "orphan"}, {"display": "staff"}])
def test_nothing_rests_on_what_readers_cannot_see(fields: dict[str, str]) -> None:
    theme, unseen = make.make_theme(), make.make_highlight(make.make_session(), **fields)

    with pytest.raises(NotPossible):
        make_finding(theme, "Care comes first", [unseen.pk])

    assert not theme.findings.exists()


def test_a_passage_added_to_the_other_side_changes_over() -> None:
    one, other = make.make_highlight(make.make_session()), make.make_highlight(make.make_session())
    finding = make.make_finding(None, one)

    add_evidence(finding, [other.pk, one.pk], Side.CHALLENGES)
    assert (rows(finding), rows(finding, "challenges")) == ([], [other, one])

    turn_evidence(finding, keys(finding, other))
    assert (rows(finding), rows(finding, "challenges")) == ([other], [one])


def test_evidence_is_ordered_taken_out_and_moved_to_another_finding() -> None:
    theme = make.make_theme()
    one, two, three = (make.make_highlight(make.make_session()) for _ in range(3))
    finding, other = make.make_finding(theme, one, two, three), make.make_finding(theme, two)

    step_evidence(finding, keys(finding, two, three), -1)
    assert rows(finding) == [two, three, one]
    step_evidence(finding, keys(finding, two), 1)
    assert rows(finding) == [three, two, one]

    give(finding, keys(finding, two, three), other)
    assert (rows(finding), rows(other)) == ([one], [two, three])
    take_out(finding, keys(finding, one))
    assert rows(finding) == []
    for refused in (lambda: take_out(finding, [1]), lambda: give(other, keys(other, two), other)):
        with pytest.raises(NotPossible):
            refused()


def test_findings_change_places_whatever_numbers_they_had() -> None:
    theme = make.make_theme()
    one, two, three = (make.make_finding(theme, order=order) for order in (2, 3, 32_767))

    step_finding(three, -1)
    assert list(theme.findings.order_by("order").values_list("pk", "order")) == [
        (one.pk, 1),
        (three.pk, 2),
        (two.pk, 3),
    ]

    step_finding(one, -1)
    assert [found.pk for found in theme.findings.order_by("order")] == [one.pk, three.pk, two.pk]
