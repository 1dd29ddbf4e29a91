"""Highlights, themes, findings and syntheses."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpknow.content.models import Status
from stories.models import Evidence, Highlight, Recommendation
from tests.builders import (
    first_block,
    make_consent,
    make_finding,
    make_highlight,
    make_question,
    make_session,
    make_story,
    make_synthesis,
    make_theme,
)
from tests.content.admin.forms import errors, filled_form, new_row

pytestmark = pytest.mark.django_db

ADD = "admin:stories_highlight_add"


def change(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))


def test_marked_words_are_found_in_their_block(staff: Client, curator: Any) -> None:
    block, theme = first_block(make_story(body="It began with mutual support and went on.")), make_theme()
    row = new_row("codings", 0, theme=theme.pk)

    staff.post(reverse(ADD), filled_form(staff, reverse(ADD), block=block.pk, exact="mutual support", **row))

    mark = Highlight.objects.get()
    assert (mark.start, mark.end, mark.prefix, mark.suffix) == (14, 28, "It began with ", " and went on.")
    assert (mark.coder, list(mark.themes.all())) == (curator, [theme])


def test_a_passage_is_given_its_pole_of_a_tension_and_of_nothing_else(staff: Client) -> None:
    tension = make_theme(kind="tension", pole_one="Speed", pole_two="Trust")
    passage = make_highlight(make_session(), tension)

    def send(theme: Any, pole: str) -> Any:
        return staff.post(
            change(passage), filled_form(staff, change(passage), **new_row("leanings", 0, theme=theme.pk, pole=pole))
        )

    assert "Only a tension has poles." in send(make_theme(), "one").content.decode()
    send(tension, "two")

    leaning = passage.leanings.get()
    assert (leaning.theme, leaning.pole, str(leaning).endswith("Trust")) == (tension, "two", True)


def test_marked_words_stand_once_in_their_block(staff: Client) -> None:
    block = first_block(make_story(body="We care and we care."))
    cases = {
        "nothing of it": "These words do not stand in that block.",
        "care": "These words stand there more than once; mark a few more.",
    }

    for exact, words in cases.items():
        response = staff.post(reverse(ADD), filled_form(staff, reverse(ADD), block=block.pk, exact=exact))
        assert errors(response, "exact") == [words]


def test_only_a_block_has_words_to_mark(staff: Client) -> None:
    form = filled_form(staff, reverse(ADD), session=make_session().pk, exact="care")

    said = errors(staff.post(reverse(ADD), form), "exact")

    assert said == ["Only a block has words to mark; elsewhere write the passage in our words."]


def test_a_highlight_says_something_from_one_source_under_consent(staff: Client) -> None:
    session, question = make_session().pk, make_question().pk
    cases = [
        ({"text": "Care.", "session": session, "question": question}, "block", "A highlight has exactly one source"),
        ({"text": "Care."}, "block", "A highlight has exactly one source"),
        ({"session": session}, "text", "Mark words in the source"),
        ({"text": "Care.", "session": session, "display": "quote_named"}, "consent", "A quotation with a name needs"),
    ]

    for changes, field, words in cases:
        said = errors(staff.post(reverse(ADD), filled_form(staff, reverse(ADD), **changes)), field)
        assert [one.startswith(words) for one in said] == [True]


def test_a_highlight_that_is_evidence_stays(staff: Client) -> None:
    highlight = make_highlight()
    make_finding(make_theme(), highlight)

    staff.post(reverse("admin:stories_highlight_delete", args=(highlight.pk,)), {"post": "yes"})

    assert Highlight.objects.filter(pk=highlight.pk).exists()


def test_nothing_rests_on_what_readers_cannot_see(staff: Client) -> None:
    finding = make_finding()
    hidden = make_highlight(first_block(make_story(status=Status.DRAFT)))
    silent = make_highlight(consent=make_consent(covers_words=False))

    for highlight in (hidden, silent):
        row = new_row("evidence", 0, highlight=highlight.pk, side="supports", order="")
        said = errors(staff.post(change(finding), filled_form(staff, change(finding), **row)), "evidence-0-highlight")
        assert said == ["Readers cannot see this highlight, so nothing may rest on it."]
    assert not Evidence.objects.exists()


def test_evidence_is_added_to_a_finding(staff: Client) -> None:
    finding, highlight = make_finding(), make_highlight()
    row = new_row("evidence", 0, highlight=highlight.pk, side="challenges", order="")

    staff.post(change(finding), filled_form(staff, change(finding), **row))

    assert [(one.highlight, one.side) for one in finding.evidence.all()] == [(highlight, "challenges")]


def test_a_theme_keeps_to_its_rules(staff: Client) -> None:
    theme = make_theme()
    cases = [
        ({"summary": "word " * 61}, "summary", "The summary has at most 60 words."),
        ({"kind": "tension", "pole_one": "Speed"}, "pole_one", "A tension has two poles; nothing else has any."),
    ]

    for changes, field, words in cases:
        assert errors(staff.post(change(theme), filled_form(staff, change(theme), **changes)), field) == [words]


def test_a_theme_recommends_from_its_own_findings(staff: Client) -> None:
    theme, other = make_theme(), make_theme()
    own, foreign = make_finding(theme), make_finding(other)
    row = {"text": "Fund it.", "order": ""}
    wrong, right = (new_row("recommendations", 0, **row, findings=[one.pk]) for one in (foreign, own))

    refused = staff.post(change(theme), filled_form(staff, change(theme), **wrong))
    staff.post(change(theme), filled_form(staff, change(theme), **right))

    assert "Select a valid choice" in errors(refused, "recommendations-0-findings")[0]
    assert [list(one.findings.all()) for one in Recommendation.objects.all()] == [[own]]


def test_a_leading_figure_is_chosen_by_its_whole_wording(staff: Client) -> None:
    question = make_question(wording="What changed?", shares={"Practice": 55})
    asked = {"app_label": "stories", "model_name": "themefigure", "field_name": "option", "term": "Practice"}

    found = staff.get(reverse("admin:choices"), asked).json()["results"]

    assert [one["text"] for one in found] == [f"{question.survey} · What changed? – Practice: 55%"]


def test_entries_of_a_section_change_places(staff: Client) -> None:
    section = make_synthesis(entries=("Pride", "Care")).sections.get()
    swap = {"entries-0-number": "2", "entries-1-number": "1"}

    staff.post(change(section), filled_form(staff, change(section), **swap))

    assert list(section.entries.values_list("number", "title")) == [(1, "Care"), (2, "Pride")]
