import json
import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from events.models import Option
from stories.models import Evidence, Recommendation, Theme, ThemeFigure
from stories.reading.tallies import Tally, counted, tallies
from tests import builders as make

pytestmark = pytest.mark.django_db

LIST_QUERIES = 4
"""The count, the page, two content versions: tallies come from the catalogues."""
PAGE_QUERIES = 16
"""The theme; findings, questions, options, evidence without its words (5); leading figures, how far apart voices stand,
what else is coded to it, the words of the voices shown, two content versions (11); what is asked and of which findings,
the syntheses, where parts of it moved, its newest version (16)."""


def full_theme(rows: int) -> Theme:
    """A theme with so many findings, each with so many voices from stories, sessions and surveys."""
    theme = make.make_theme()
    for _ in range(rows):
        session, question = make.make_session(), make.make_question()
        voices = [make.make_highlight(source, theme) for source in (None, session, question) for _row in range(rows)]
        finding = make.make_finding(theme, *voices)
        finding.questions.add(question)
        asked = Recommendation.objects.create(theme=theme, text="Pay for reflection.", audience="Funders")
        asked.findings.add(finding)
        ThemeFigure.objects.create(theme=theme, option=question.options.get(), label="changed something")
        make.make_highlight(make.make_session(), theme)
        entry = make.make_synthesis().sections.get().entries.get()
        entry.theme = theme
        entry.save()
    return theme


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_one_theme_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make.make_highlight(None, make.make_theme())
    client.get("/themes/")

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/themes/")

    assert [tally for _theme, tally in response.context["themes"]] == [Tally(1, 1, 0, 1)] * rows


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_the_same_queries_for_one_row_of_each_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    theme = full_theme(rows)
    client.get(theme.get_absolute_url())

    with django_assert_num_queries(PAGE_QUERIES):
        response = client.get(theme.get_absolute_url())

    assert [shown.total for shown in response.context["findings"]] == [3 * rows] * rows
    assert len(response.context["others"]) == rows


def test_themes_stand_in_their_order(client: Client) -> None:
    last, first = make.make_theme("A", order=2), make.make_theme("B", order=1)

    assert [theme for theme, _tally in client.get("/themes/").context["themes"]] == [first, last]


def test_a_tally_counts_voices_sources_organisations_and_countries_once() -> None:
    theme, group = make.make_theme(), make.make_organisation()
    story = make.make_story(body="One. Two.", codes=("KE", "UG"), organisations=(group, make.make_organisation()))
    block = make.first_block(story)
    make.make_highlight(block, theme, words="One")
    make.make_highlight(block, theme, words="Two")
    institute = make.make_event(code="KG")
    visit = make.make_event(code="KG", parent=institute)
    member = make.make_consent(make.make_contributor(organisation=group))
    make.make_highlight(make.make_session(institute), theme, consent=member)
    make.make_highlight(make.make_session(visit), theme)
    make.make_highlight(make.make_question(), theme)

    assert (
        tallies([theme], AnonymousUser())
        == counted([theme], AnonymousUser())
        == {theme.pk: Tally(voices=5, sources=3, organisations=2, countries=3)}
    )


def test_a_tally_counts_nothing_a_reader_may_not_see() -> None:
    theme = make.make_theme()
    withdrawn = make.make_consent()
    shown = make.make_story(organisations=(make.make_organisation(status="draft"),))
    make.make_highlight(make.first_block(shown), theme)
    make.make_highlight(make.first_block(make.make_story(codes=("UG",), status="draft")), theme)
    make.make_highlight(make.make_session(make.make_event(code="TZ")), theme, consent=withdrawn)
    make.make_highlight(make.make_session(), theme, display="staff")
    make.make_highlight(make.make_session(), theme, state="proposed")
    withdraw_consent(withdrawn, by=AnonymousUser())

    assert (
        tallies([theme], AnonymousUser())
        == counted([theme], AnonymousUser())
        == {theme.pk: Tally(voices=1, sources=1, organisations=0, countries=1)}
    )


def test_a_finding_says_what_it_rests_on_and_what_speaks_against_it(client: Client) -> None:
    theme, survey = make.make_theme(), make.make_survey(answered=32)
    question = make.make_question(survey)
    supporting = [make.make_highlight(source, theme) for source in (question, make.make_session(), make.make_session())]
    finding = make.make_finding(theme, *supporting, state="contested")
    against = make.make_highlight(None, theme)
    Evidence.objects.create(finding=finding, highlight=against, side="challenges")

    page = client.get(theme.get_absolute_url()).content.decode()

    assert "Rests on: 1 survey (32 answered), 2 events." in page
    assert "1 voice speaks against it." in page
    assert "Contested" in page
    assert page.count("Speaks against this") == 1


def test_a_finding_shows_three_voices_at_once_and_one_of_them_against_it(client: Client) -> None:
    theme = make.make_theme()
    finding = make.make_finding(theme, *(make.make_highlight(make.make_session(), theme) for _ in range(8)))
    against = make.make_highlight(make.make_session(), theme)
    Evidence.objects.create(finding=finding, highlight=against, side="challenges")

    response = client.get(theme.get_absolute_url())
    [shown] = response.context["findings"]

    assert [one.side for one in shown.first] == ["supports", "supports", "challenges"]
    assert len(shown.folded) == 6
    assert "All 9 voices" in response.content.decode()


def test_a_withdrawn_voice_takes_its_finding_and_what_rests_on_it(client: Client) -> None:
    theme, consent = make.make_theme(), make.make_consent()
    voice = make.make_highlight(make.make_session(), theme, text="Zebra words.", consent=consent)
    lost = make.make_finding(theme, voice, claim="Zebra claim")
    kept = make.make_finding(theme, make.make_highlight(make.make_session(), theme), claim="Kept claim")
    for finding, text in ((lost, "Zebra demand"), (kept, "Kept demand")):
        Recommendation.objects.create(theme=theme, text=text).findings.add(finding)

    before = client.get(theme.get_absolute_url())
    withdraw_consent(consent, by=AnonymousUser())
    after = client.get(theme.get_absolute_url())

    assert b"Zebra words." in before.content
    assert b"Zebra" not in after.content
    assert [(one.text, numbers) for one, numbers in after.context["recommendations"]] == [("Kept demand", [1])]
    assert after.context["tally"] == Tally(1, 1, 0, 1)


def test_a_voice_is_gone_on_the_day_after_its_consent_ends(client: Client) -> None:
    theme = make.make_theme()
    consent = make.make_consent(expires_on=date.fromisoformat("2026-03-01"))
    voice = make.make_highlight(make.make_session(), theme, consent=consent)
    make.make_finding(theme, voice)

    with time_machine.travel("2026-03-01T12:00:00+00:00", tick=False):
        last_day = client.get(theme.get_absolute_url()).context["findings"]
    with time_machine.travel("2026-03-02T00:00:01+00:00", tick=False):
        after = client.get(theme.get_absolute_url()).context["findings"]

    assert (len(last_day), len(after)) == (1, 0)


def test_figures_travel_with_their_base_and_small_groups_do_not_travel(client: Client) -> None:
    theme, survey = make.make_theme(), make.make_survey("Follow-up", invited=102, answered=32)
    for label, question in (
        ("changed something", make.make_question(survey, shares={"Yes": 88})),
        ("told a few", make.make_question(survey, shares={"Few": 25}, base=4)),
    ):
        ThemeFigure.objects.create(theme=theme, option=question.options.get(), label=label)

    response = client.get(theme.get_absolute_url())
    page = response.content.decode()
    [dataset] = [one for one in graph(page) if one["@type"] == "Dataset"]

    assert [(one.label, one.value_words, one.base_text) for one in response.context["figures"]] == [
        ("changed something", "88%", "n = 32")
    ]
    assert "“Follow-up”: 32 people answered, 31% of the 102 who could be reached." in page
    assert 'href="#limits"' in page
    assert "told a few" not in page
    assert [(one["name"], one["value"], one["description"]) for one in dataset["variableMeasured"]] == [
        ("changed something", "88%", "n = 32")
    ]


def test_figures_of_a_survey_readers_may_not_see_are_not_shown(client: Client) -> None:
    theme = make.make_theme()
    option = Option.objects.get(question=make.make_question(make.make_survey(status="draft")))
    ThemeFigure.objects.create(theme=theme, option=option, label="changed something")

    assert client.get(theme.get_absolute_url()).context["figures"] == []


def graph(page: str) -> list[dict[str, Any]]:
    return json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])["@graph"]


def test_a_theme_without_findings_is_its_meaning_and_its_voices(client: Client) -> None:
    theme = make.make_theme(summary="", meaning="Care comes first.")
    make.make_highlight(make.make_session(), theme, text="We look after one another.")

    page = client.get(theme.get_absolute_url()).content.decode()

    assert "Care comes first." in page
    assert "We look after one another." in page
    assert "Findings and their evidence" not in page


def test_a_theme_shows_some_of_its_other_voices_and_all_of_its_sources(client: Client) -> None:
    theme = make.make_theme()
    for _ in range(8):
        make.make_highlight(make.make_session(), theme)

    response = client.get(theme.get_absolute_url())

    assert (len(response.context["others"]), len(response.context["sources"])) == (5, 8)
    assert "All 8 voices on this theme" in response.content.decode()


def test_figures_with_the_same_base_say_it_once_and_others_each_their_own(client: Client) -> None:
    theme, survey = make.make_theme(), make.make_survey()
    for base in (32, 32):
        option = make.make_question(survey, base=base).options.get()
        ThemeFigure.objects.create(theme=theme, option=option, label="changed")
    same = client.get(theme.get_absolute_url()).context
    ThemeFigure.objects.create(theme=theme, option=make.make_question(survey, base=30).options.get(), label="told")
    mixed = client.get(theme.get_absolute_url()).context

    assert ([one.base_text for one in same["strip"]], same["common_base"]) == (["", ""], "n = 32")
    assert ([one.base_text for one in mixed["strip"]], mixed["common_base"]) == (["n = 32", "n = 32", "n = 30"], "")


def test_a_theme_names_the_syntheses_it_is_in_and_no_draft(client: Client) -> None:
    theme = make.make_theme()
    for title, status in (("The forecast", "published"), ("A hidden forecast", "draft")):
        entry = make.make_synthesis(title, status=status).sections.get().entries.get()
        entry.theme = theme
        entry.save()

    page = client.get(theme.get_absolute_url()).content.decode()

    assert "The forecast" in page
    assert "A hidden forecast" not in page


def test_the_page_lists_each_source_once(client: Client) -> None:
    theme, event = make.make_theme(), make.make_event("The institute")
    make.make_highlight(make.make_session(event), theme)
    make.make_highlight(make.make_session(make.make_event("The visit", parent=event)), theme)

    assert client.get(theme.get_absolute_url()).context["sources"] == [event]


XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_markup_in_any_field_comes_out_as_words(client: Client) -> None:
    theme = make.make_theme(
        XSS, meaning=XSS, summary=XSS, limits=XSS, written_by=XSS, kind="tension", pole_one=XSS, pole_two=XSS
    )
    voice = make.make_highlight(make.make_session(title=XSS), theme, text=XSS, voice=XSS)
    finding = make.make_finding(theme, voice, claim=XSS, explanation=XSS)
    finding.questions.add(make.make_question(wording=XSS, shares={XSS: 5}))
    Recommendation.objects.create(theme=theme, text=XSS, audience=XSS).findings.add(finding)

    for address in (theme.get_absolute_url(), voice.get_absolute_url(), "/themes/", "/feeds/themes.atom"):
        page = client.get(address).content.decode()
        assert "<img" not in page, address
        assert "<script>" not in page, address
