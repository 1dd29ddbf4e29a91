"""Frozen versions as readers find them: what was said then, under the consents of today."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from kpknow.content.actions.publishing import withdraw
from stories.actions.versions import freeze_version, withdraw_version
from stories.models import Evidence, Leaning, Recommendation, Theme, ThemeFigure
from tests import builders as make

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()
VERSION_QUERIES = 9
"""The theme; its versions, the content of the one asked for; passages, questions and answers, findings and what is
asked today; the words of the voices shown."""
LIST_QUERIES = 3
"""The theme; its versions; those of themes that became part of it."""


def make_frozen(rows: int = 1) -> Theme:
    theme, survey = make.make_theme("Care"), make.make_survey()
    for number in range(rows):
        voices = [make.make_highlight(make.make_session(), theme, text=f"Words {number}.") for _ in range(rows)]
        finding = make.make_finding(theme, *voices, claim=f"Claim {number}")
        question = make.make_question(survey, shares={"Yes": 88})
        finding.questions.add(question)
        ThemeFigure.objects.create(theme=theme, option=question.options.get(), label="changed", order=number)
        Recommendation.objects.create(theme=theme, text=f"Ask {number}", order=number).findings.add(finding)
    freeze_version(theme, by=NOBODY)
    return theme


def page_of(client: Client, theme: Theme, number: int = 1) -> str:
    response = client.get(f"{theme.get_absolute_url()}v{number}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_version_takes_the_same_queries_with_one_row_of_each_and_with_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    theme = make_frozen(rows)

    with django_assert_num_queries(VERSION_QUERIES):
        response = client.get(f"{theme.get_absolute_url()}v1/")

    assert [len(finding.voices) for finding in response.context["shown"].findings] == [min(rows, 3)] * rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_version_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    theme = make_frozen()
    for number in range(1, rows):
        Theme.objects.filter(pk=theme.pk).update(summary=f"Summary {number}")
        freeze_version(theme, by=NOBODY)

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(f"{theme.get_absolute_url()}versions/")

    assert [version.number for version, _changes in response.context["versions"]] == list(range(rows, 0, -1))


def test_a_version_stays_as_it_was_when_the_theme_changes(client: Client) -> None:
    theme = make_frozen()
    theme.findings.update(claim="Another claim")
    Theme.objects.filter(pk=theme.pk).update(summary="Another summary")

    page = page_of(client, theme)

    assert ("Claim 0" in page, "Another claim" in page) == (True, False)
    assert ("What we know." in page, "Another summary" in page) == (True, False)


def test_a_withdrawn_voice_leaves_every_version_at_the_next_request(client: Client) -> None:
    theme, consent = make.make_theme("Care"), make.make_consent()
    gone = make.make_highlight(make.make_session(), theme, text="Zebra words.", consent=consent)
    make.make_finding(theme, gone, make.make_highlight(make.make_session(), theme, text="Kept."), claim="Both")
    lost = make.make_finding(theme, gone, claim="Zebra claim")
    Recommendation.objects.create(theme=theme, text="Zebra ask").findings.add(lost)
    freeze_version(theme, by=NOBODY)

    before = page_of(client, theme)
    withdraw_consent(consent, by=NOBODY)
    after = page_of(client, theme)

    assert all(words in before for words in ("Zebra words.", "Zebra claim", "Zebra ask"))
    assert "Zebra" not in after
    assert all(words in after for words in ("Kept.", "Both", "1 passage withdrawn since."))
    assert "1 finding rests on nothing that may be shown" in after


def test_wording_that_curators_took_out_after_a_withdrawal_does_not_come_back(client: Client) -> None:
    theme, consent = make.make_theme("Care", summary="She said quokka."), make.make_consent()
    gone = make.make_highlight(make.make_session(), theme, consent=consent)
    kept = make.make_highlight(make.make_session(), theme, text="Kept.")
    finding = make.make_finding(theme, gone, kept, claim="A quokka claim", explanation="Still true.")
    asked = Recommendation.objects.create(theme=theme, text="Pay the quokka")
    asked.findings.add(finding)
    freeze_version(theme, by=NOBODY)
    withdraw_consent(consent, by=NOBODY)
    untouched = page_of(client, theme)
    theme.findings.update(claim="A plain claim")
    theme.recommendations.update(text="Pay")
    Theme.objects.filter(pk=theme.pk).update(summary="They said.")

    reworded = page_of(client, theme)

    assert "A quokka claim" in untouched
    assert "quokka" not in reworded.casefold()
    assert all(words in reworded for words in ("Kept.", "Still true.", "The wording of then is no longer shown."))


def test_an_edited_passage_is_shown_as_it_is_now_and_says_so(client: Client) -> None:
    theme = make_frozen()
    theme.highlights.update(text="Other words.")

    page = page_of(client, theme)

    assert ("Words 0." in page, "Other words." in page, "Edited since" in page) == (False, True, True)


def test_a_figure_of_then_stands_beside_the_one_of_now(client: Client) -> None:
    theme = make_frozen()
    option = theme.figures.get().option
    option.share = 53
    option.save()

    page = page_of(client, theme)

    assert "<bdi>88%</bdi>" in page
    assert page.count("now 53%, n = 32") == 2


def test_the_file_of_a_version_holds_the_figures_of_then_with_their_base(client: Client) -> None:
    theme = make_frozen()
    theme.figures.get().option.question.options.update(share=53)

    response = client.get(f"{theme.get_absolute_url()}v1/figures.csv")
    rows = list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))

    assert [(row["finding"], row["answer"], row["value"], row["base"], row["now"]) for row in rows] == [
        ("", "changed", "88%", "n = 32", "53%, n = 32"),
        ("1", "Yes", "88%", "n = 32", "53%, n = 32"),
    ]


@pytest.mark.parametrize("hidden", ["survey withdrawn", "group too small"])
def test_a_figure_that_is_no_longer_published_is_not_shown_by_a_version(client: Client, hidden: str) -> None:
    theme = make_frozen()
    question = theme.figures.get().option.question
    if hidden == "survey withdrawn":
        withdraw(question.survey, by=NOBODY, reason="Asked to.")
    else:
        question.base = 4
        question.save()

    page = page_of(client, theme)

    assert "88%" not in page
    assert "1 figure is no longer published." in page


def test_evidence_against_a_claim_is_frozen_as_such(client: Client) -> None:
    theme = make.make_theme()
    finding = make.make_finding(theme, make.make_highlight(make.make_session(), theme))
    against = make.make_highlight(make.make_session(), theme, text="Not so.")
    Evidence.objects.create(finding=finding, highlight=against, side="challenges")
    freeze_version(theme, by=NOBODY)

    assert page_of(client, theme).count("Speaks against this") == 1


def test_the_pole_a_voice_spoke_for_is_frozen_and_another_pole_is_a_change(client: Client) -> None:
    theme = make.make_theme(kind="tension", pole_one="Speed", pole_two="Trust")
    voice = make.make_highlight(make.make_session(), theme)
    make.make_finding(theme, voice)
    leaning = Leaning.objects.create(theme=theme, highlight=voice, pole="one")
    freeze_version(theme, by=NOBODY)

    leaning.pole = "two"
    leaning.save()
    freeze_version(theme, by=NOBODY)

    flags = [page_of(client, theme, number).count('<span class="flag">Speed</span>') for number in (1, 2)]
    assert flags == [1, 0]


def test_the_newest_version_is_the_canonical_one_and_older_ones_are_not_indexed(client: Client) -> None:
    theme = make_frozen()
    Theme.objects.filter(pk=theme.pk).update(summary="Another summary")
    freeze_version(theme, by=NOBODY)
    newest = f'<link rel="canonical" href="http://testserver{theme.get_absolute_url()}v2/">'

    old, new = page_of(client, theme, 1), page_of(client, theme, 2)

    assert (newest in old, newest in new) == (True, True)
    assert ("noindex" in old, "noindex" in new) == (True, False)
    assert f"http://testserver{theme.get_absolute_url()}v1/</bdi>" in old


def test_a_theme_is_cited_by_its_version_while_it_says_the_same(client: Client) -> None:
    theme = make_frozen()
    address = theme.get_absolute_url()

    same = client.get(address)
    theme.findings.update(claim="Another claim")
    changed = client.get(address)

    assert same.context["cite_address"] == f"http://testserver{address}v1/"
    assert "Theme summary, version 1, " in same.content.decode()
    assert changed.context["cite_address"] == f"http://testserver{address}"
    assert "This page has changed since version 1 of" in changed.content.decode()


def test_a_version_goes_with_its_theme_and_can_go_alone(client: Client) -> None:
    theme = make_frozen()
    Theme.objects.filter(pk=theme.pk).update(summary="Another summary")
    freeze_version(theme, by=NOBODY)
    addresses = [f"{theme.get_absolute_url()}{end}" for end in ("v1/", "v2/", "versions/")]

    withdraw_version(theme.versions.get(number=1), by=NOBODY, reason="It named a town.")
    alone = client.get(addresses[0])
    others = [client.get(address).status_code for address in addresses[1:]]
    withdraw(theme, by=NOBODY, reason="Asked to.")

    assert (alone.status_code, b"named a town" in alone.content) == (410, False)
    assert others == [200, 200]
    assert [client.get(address).status_code for address in addresses] == [410, 410, 410]


def test_versions_that_never_were_are_not_found(client: Client) -> None:
    theme = make.make_theme()
    draft = make.make_theme(status="draft")

    ends = ("v1/", f"v{'9' * 40}/", "v0/", "versions/", "v/", "v-1/")

    assert [client.get(f"{theme.get_absolute_url()}{end}").status_code for end in ends] == [404] * 6
    assert client.get(f"{draft.get_absolute_url()}v1/").status_code == 404
