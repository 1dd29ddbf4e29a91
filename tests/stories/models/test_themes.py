from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from events.actions.consents import withdraw_consent
from kpknow.content.actions.publishing import NotReady, look_again, publish
from stories.models import Evidence, Theme, ThemeFigure
from stories.models.theme_requirements import finding_blockers
from tests import builders as make

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()
FINDING_QUERIES = 5
"""The findings; evidence with its passages, those that can be seen; figures, those that can."""


def test_a_summary_has_at_most_sixty_words() -> None:
    theme = make.make_theme(summary="word " * 60)
    theme.full_clean()

    theme.summary = "word " * 61
    with pytest.raises(ValidationError) as refused:
        theme.full_clean()

    assert set(refused.value.message_dict) == {"summary"}


POLES = {"pole_one": "Speed", "pole_two": "Trust"}


@pytest.mark.parametrize("fields", [{"kind": "tension"}, {"kind": "tension", "pole_one": "Speed"}, POLES])
def test_only_a_tension_has_poles_and_it_has_two(fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        make.make_theme(**fields)


def test_findings_are_not_published_without_their_limits() -> None:
    theme = make.make_theme(limits="")
    make.make_finding(theme, make.make_highlight())

    assert [*map(str, theme.publication_blockers())] == ["Say the limits of these findings."]


def blockers(theme: Theme) -> list[tuple[str, str]]:
    return [(str(one), one.field) for one in theme.publication_blockers() if one.is_final]


def test_a_finding_without_anything_under_it_is_not_published_and_the_reason_names_it() -> None:
    theme = make.make_theme()
    bare = make.make_finding(theme, claim="Bare")
    Evidence.objects.create(finding=bare, highlight=make.make_highlight(), side="challenges")
    make.make_finding(theme, make.make_highlight(), claim="Sound")

    assert blockers(theme) == [
        ("Finding 1, “Bare”: nothing supports it. Tie a passage or a figure to it.", "findings"),
    ]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"state": "orphan"}, "its words were edited away."),
        ({"state": "proposed"}, "it is proposed and not yet confirmed."),
        ({"display": "staff"}, "it is for staff only."),
    ],
)
def test_evidence_that_readers_cannot_see_is_named_with_its_reason(fields: dict[str, str], why: str) -> None:
    theme = make.make_theme()
    unseen = make.make_highlight(make.make_session(), text="Zebra words.", **fields)
    make.make_finding(theme, make.make_highlight(), unseen, claim="Half seen")

    assert blockers(theme) == [(f"Finding 1, “Half seen”: readers cannot see “Zebra words.”: {why}", "findings")]


def test_evidence_whose_consent_is_gone_stops_publication_and_leaves_what_is_public_where_it_is() -> None:
    theme, consent = make.make_theme(status="in_review"), make.make_consent()
    make.make_finding(theme, make.make_highlight(make.make_session(), text="Zebra words.", consent=consent))
    assert blockers(theme) == []
    publish(theme, by=ANYONE)

    withdraw_consent(consent, by=ANYONE)

    why = "no consent covers it today."
    assert blockers(theme) == [(f"Finding 1, “Practice changed”: readers cannot see “Zebra words.”: {why}", "findings")]
    assert look_again(theme, by=ANYONE) == []
    with pytest.raises(NotReady):
        publish(theme, by=ANYONE)


def test_figures_readers_cannot_see_with_their_base_stop_publication() -> None:
    theme = make.make_theme()
    finding = make.make_finding(theme)
    hidden, few = make.make_question(make.make_survey(status="draft")), make.make_question(base=4, wording="Who?")
    finding.questions.set([make.make_question(), hidden])
    ThemeFigure.objects.create(theme=theme, option=few.options.get(), label="of them")

    assert blockers(theme) == [
        ("Finding 1, “Practice changed”: “What changed?”: its survey is not public.", "findings"),
        ("“of them”: fewer than five people answered, so its figures are not shown.", "figures"),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_what_findings_lack_costs_the_same_for_one_and_for_three(
    rows: int, django_assert_num_queries: Any
) -> None:
    theme = make.make_theme()
    for _ in range(rows):
        make.make_finding(theme, *(make.make_highlight() for _row in range(rows))).questions.add(make.make_question())

    with django_assert_num_queries(FINDING_QUERIES):
        assert list(finding_blockers(theme)) == []
