from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpknow.curation.coding.agreement import Table
from stories.models import Story
from tests import builders as make
from tests.curation.coding.coders import address, code, make_coder, passage

pytestmark = pytest.mark.django_db

BODY = "\n\n".join(f"Passage {n} is here." for n in range(1, 6))


def agreement(client: Client, story: Story) -> Any:
    return client.get(reverse("curation:agreement", args=("story", story.pk)))


def coded(client: Client, story: Story, ties: dict[int, list[Any]], *, finish: bool = True) -> None:
    for order, themes in ties.items():
        code(client, story, passage(story.blocks.get(order=order), *themes))
    if finish:
        client.post(address(story), {"finish": "yes"})


def test_kappa_is_that_of_the_worked_example_and_none_where_chance_says_it_all() -> None:
    worked = Table(20, 5, 10, 15)  # observed 0.70, expected 0.50

    assert (worked.percent, worked.kappa, worked.kappa_words, worked.meaning) == (
        70,
        pytest.approx(0.4),
        "0.40",
        "fair",
    )
    assert (Table(0, 0, 0, 9).percent, Table(0, 0, 0, 9).kappa, Table(0, 0, 0, 9).meaning) == (100, None, "")
    assert (Table(0, 0, 0, 0).percent, Table(0, 0, 0, 0).kappa) == (None, None)
    assert (Table(0, 5, 5, 0).kappa, Table(0, 5, 5, 0).meaning) == (-1.0, "worse than chance")
    assert (Table(5, 0, 0, 5).kappa, Table(5, 0, 0, 5).meaning) == (1.0, "almost perfect")


def test_a_second_coder_works_blind_until_finishing() -> None:
    first, second, theme = make_coder(), make_coder(), make.make_theme("Who leads")
    story = make.make_story(body=BODY)
    coded(first, story, {1: [theme]})

    blind = second.get(address(story))
    coded(second, story, {2: [theme]})
    after = second.get(address(story))

    assert 'data-themes="' not in blind.content.decode()
    assert blind.context["marks"].others_are_hidden is True
    assert blind.context["marks"].counts() == {}
    assert after.context["marks"].counts() == {theme.pk: 2}


def test_an_open_site_shows_everybody_everything(settings: Any) -> None:
    settings.CODERS_SEE_EACH_OTHER = True
    first, second, theme = make_coder(), make_coder(), make.make_theme()
    story = make.make_story(body=BODY)
    coded(first, story, {1: [theme]}, finish=False)

    assert second.get(address(story)).context["marks"].counts() == {theme.pk: 1}


def test_what_nobody_in_particular_marked_is_shown_to_all() -> None:
    story, theme = make.make_story(body=BODY), make.make_theme()
    make.make_highlight(make.first_block(story), theme)

    assert make_coder().get(address(story)).context["marks"].counts() == {theme.pk: 1}


def test_two_readings_are_compared_passage_by_theme() -> None:
    first, second = make_coder(), make_coder()
    lead, care = make.make_theme("Who leads", order=1), make.make_theme("Care", order=2)
    story = make.make_story(body=f"## Heading\n\n{BODY}")
    coded(first, story, {2: [lead], 3: [lead], 4: [care]})
    coded(second, story, {2: [lead], 4: [lead, care]})

    compared = agreement(first, story).context["compared"]

    assert [(theme, table) for theme, table in compared.themes] == [
        (lead, Table(1, 1, 1, 2)),
        (care, Table(1, 0, 0, 4)),
    ]
    assert compared.overall == Table(2, 1, 1, 6)
    assert compared.overall.percent == 80
    assert [(block.number, theme, is_first) for block, theme, is_first in compared.differences] == [
        (3, lead, True),
        (4, lead, False),
    ]


def test_no_figure_where_there_is_nothing_to_compare() -> None:
    first, second, theme = make_coder(), make_coder(), make.make_theme()
    story = make.make_story(body=BODY)

    assert "Nobody has coded it yet." in agreement(first, story).content.decode()
    coded(first, story, {1: [theme]})
    alone = agreement(first, story)
    coded(second, story, {1: [theme]}, finish=False)
    unfinished = agreement(first, story)

    for page in (alone, unfinished):
        assert page.context["compared"] is None
        assert "There is nothing to compare yet." in page.content.decode()
    assert agreement(second, story).headers["Location"] == address(story)
