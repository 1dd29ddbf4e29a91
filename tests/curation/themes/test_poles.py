"""Both poles of a tension in its workshop, by forms."""

from typing import Any

import pytest
from django.test import Client

from kpknow.curation.roles import Role
from stories.models import Leaning, Theme
from tests import builders as make
from tests.curation.people import make_account, signed_in
from tests.curation.themes.test_workshop import address, send, version

pytestmark = pytest.mark.django_db

QUERIES = 39
"""Those of a plain theme with nothing asked (35); its evidence, what is coded, where that comes from, and the poles."""


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(make_account(Role.EDITOR))


def tension() -> Theme:
    return make.make_theme(kind="tension", pole_one="Speed", pole_two="<Trust>")


def test_ticked_passages_and_evidence_are_given_a_pole_and_found_by_it(editor: Client) -> None:
    theme = tension()
    coded, under, bare = (make.make_highlight(make.make_session(), theme) for _ in range(3))
    evidence = make.make_finding(theme, under).evidence.get()

    def shown(pole: str) -> list[Any]:
        return list(editor.get(address(theme), {"pole": pole}).context["passages"].page)

    done = send(editor, theme, "pole_one", passage=coded.pk, evidence=evidence.pk)
    assert done.headers["Location"] == f"{address(theme)}#poles"
    assert (shown("one"), shown("two"), shown("none"), len(shown("\x00"))) == ([under, coded], [], [bare], 3)

    send(editor, theme, "pole_two", passage=coded.pk)
    send(editor, theme, "pole_none", evidence=evidence.pk)
    assert list(theme.leanings.values_list("highlight", "pole")) == [(coded.pk, "two")]
    page = editor.get(address(theme)).content.decode()
    assert "<b>&lt;Trust&gt;</b>: 1 passage readers can see, from 1 event" in page
    assert "nothing readers can see speaks for it yet." in page


def test_who_gives_a_pole_another_changed_meanwhile_overwrites_nothing(editor: Client) -> None:
    theme = tension()
    passage = make.make_highlight(make.make_session(), theme)
    seen = version(editor, theme)
    Leaning.objects.create(theme=theme, highlight=passage, pole="one")

    editor.post(address(theme), {"version": seen, "do": "pole_two", "passage": passage.pk})

    assert theme.leanings.get().pole == "one"


def test_a_theme_that_is_no_tension_has_no_poles(editor: Client) -> None:
    theme = make.make_theme()
    passage = make.make_highlight(make.make_session(), theme)

    refused = send(editor, theme, "pole_one", passage=passage.pk).content.decode()

    assert "Only a tension has poles." in refused
    assert 'value="pole_one"' not in refused
    assert not Leaning.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_tension_costs_the_same_for_one_passage_and_for_three(
    rows: int, editor: Client, django_assert_num_queries: Any
) -> None:
    theme = tension()
    voices = [make.make_highlight(make.make_session(), theme) for _ in range(rows)]
    make.make_finding(theme, *voices).questions.add(make.make_question())
    for voice in voices:
        Leaning.objects.create(theme=theme, highlight=voice, pole="one")
    editor.get(address(theme))

    with django_assert_num_queries(QUERIES):
        editor.get(address(theme))
