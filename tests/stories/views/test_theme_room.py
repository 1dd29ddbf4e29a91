"""A theme's page has room for some of what it rests on; the rest is a link or a file away, and is counted."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from stories.models import Evidence, Highlight, Theme, ThemeFigure
from stories.reading.theme_page import FOLDED, MOST_BARS, MOST_NAMED, ROOM
from tests import builders as make

pytestmark = pytest.mark.django_db

FINDING_QUERIES = 5
"""The theme, the finding, how many voices, twenty of them, their words."""


def make_voices(theme: Theme, count: int) -> list[Highlight]:
    session = make.make_session()
    return [make.make_highlight(session, theme, text=f"Words {number}.") for number in range(count)]


def rows_of(response: Any) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_many_findings_share_the_room_and_each_leads_to_all_its_voices(client: Client) -> None:
    theme = make.make_theme()
    for _ in range(5):
        make.make_finding(theme, *make_voices(theme, 12))

    response = client.get(theme.get_absolute_url())
    findings, page = response.context["findings"], response.content.decode()

    assert [len(shown.first) for shown in findings] == [3] * 5
    assert len(findings) + sum(len(shown.first) + len(shown.folded) for shown in findings) == ROOM
    assert [shown.total for shown in findings] == [12] * 5
    assert page.count("All 12 voices on this finding") == 5


def test_of_very_many_findings_each_shows_one_voice(client: Client) -> None:
    theme = make.make_theme()
    for _ in range(ROOM):
        make.make_finding(theme, *make_voices(theme, 2))

    findings = client.get(theme.get_absolute_url()).context["findings"]

    assert [(len(shown.first), len(shown.folded)) for shown in findings] == [(1, 0)] * ROOM


def test_voices_beyond_three_open_in_place(client: Client) -> None:
    theme = make.make_theme()
    make.make_finding(theme, *make_voices(theme, 20))

    response = client.get(theme.get_absolute_url())
    [shown] = response.context["findings"]

    assert (len(shown.first), len(shown.folded)) == (3, FOLDED)
    assert "6 more voices" in response.content.decode()


def test_bar_tables_that_do_not_fit_are_named_with_their_base(client: Client) -> None:
    theme, survey = make.make_theme(), make.make_survey()
    finding = make.make_finding(theme)
    for number in range(20):
        shares = {f"Answer {n}": 10 for n in range(5)}
        finding.questions.add(make.make_question(survey, shares=shares, wording=f"Question {number}?"))

    response = client.get(theme.get_absolute_url())
    [shown] = response.context["findings"]

    assert len(shown.tables) == (MOST_BARS - 2) // 5
    assert (len(shown.named), shown.unnamed) == (MOST_NAMED, 20 - (MOST_BARS - 2) // 5 - MOST_NAMED)
    assert 'Question 6?</a> <span class="muted">(n = 32)' in response.content.decode()


def test_the_strip_holds_four_figures_and_the_others_open_in_place(client: Client) -> None:
    theme, survey = make.make_theme(), make.make_survey()
    for number in range(6):
        option = make.make_question(survey).options.get()
        ThemeFigure.objects.create(theme=theme, option=option, label=f"Share {number}", order=number)

    response = client.get(theme.get_absolute_url())

    assert [len(response.context[name]) for name in ("strip", "more_figures")] == [4, 2]
    assert "2 more figures" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_finding_lists_its_voices_with_the_same_queries(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    theme = make.make_theme()
    make.make_finding(theme, *make_voices(theme, rows))

    with django_assert_num_queries(FINDING_QUERIES):
        response = client.get(f"{theme.get_absolute_url()}findings/1/")

    assert [one.highlight.text for one in response.context["listing"].page] == [f"Words {n}." for n in range(rows)]


def test_a_finding_without_a_visible_base_has_no_page(client: Client) -> None:
    theme, consent = make.make_theme(), make.make_consent()
    make.make_finding(theme, make.make_highlight(make.make_session(), theme, consent=consent))
    address = f"{theme.get_absolute_url()}findings/1/"

    before = client.get(address).status_code
    withdraw_consent(consent, by=AnonymousUser())

    assert (before, client.get(address).status_code) == (200, 404)
    assert client.get(f"{theme.get_absolute_url()}findings/{'9' * 40}/").status_code == 404


def test_the_evidence_trail_tells_each_passage_with_its_source(client: Client) -> None:
    theme, event = make.make_theme("Care"), make.make_event("The institute")
    for_it, against, other = (
        make.make_highlight(make.make_session(event), theme, text=words, voice="Small groups")
        for words in ("For.", "Against.", "Other.")
    )
    Evidence.objects.create(finding=make.make_finding(theme, for_it), highlight=against, side="challenges")

    rows = rows_of(client.get(f"{theme.get_absolute_url()}evidence.csv"))

    assert [(row["finding"], row["side"], row["passage"], row["source"]) for row in rows] == [
        ("1", "Supports", "For.", "The institute"),
        ("1", "Challenges", "Against.", "The institute"),
        ("", "", "Other.", "The institute"),
    ]
    assert rows[2]["address"] == f"http://testserver{other.get_absolute_url()}"


def test_the_evidence_trail_leaves_out_what_may_not_leave_the_site(client: Client) -> None:
    theme = make.make_theme()
    here_only = make.make_consent(for_exports=False)
    told = make.make_highlight(make.make_session(), theme, text="Quokka.", consent=here_only)
    make.make_finding(theme, told, make.make_highlight(make.make_session(), theme, text="Free."))

    page = client.get(theme.get_absolute_url()).content.decode()
    rows = rows_of(client.get(f"{theme.get_absolute_url()}evidence.csv"))

    assert "Quokka." in page
    assert [row["passage"] for row in rows] == ["Free."]


def test_figures_leave_with_their_base_and_none_of_a_small_group(client: Client) -> None:
    theme, survey = make.make_theme(), make.make_survey("Follow-up")
    finding = make.make_finding(theme, make.make_highlight(make.make_session(), theme))
    finding.questions.add(make.make_question(survey, shares={"Yes": 88}), make.make_question(survey, base=4))
    small = make.make_question(survey, base=4).options.get()
    ThemeFigure.objects.create(theme=theme, option=small, label="told a few")

    rows = rows_of(client.get(f"{theme.get_absolute_url()}figures.csv"))

    assert [(row["finding"], row["answer"], row["share_percent"], row["base"], row["survey"]) for row in rows] == [
        ("1", "Yes", "88", "n = 32", "Follow-up")
    ]
