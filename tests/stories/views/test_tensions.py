"""A tension with what was heard for each of its poles."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stories.models import Leaning, Theme
from tests import builders as make
from tests.stories.views.test_themes import PAGE_QUERIES

pytestmark = pytest.mark.django_db


def voices_of_a_tension(rows: int = 1) -> tuple[Theme, list[Any]]:
    """Passages under a finding and beside it, of its first pole and of its second, and one that is hidden."""
    theme = make.make_theme(kind="tension", pole_one="Speed", pole_two="Trust")
    quick, slow = ([make.make_highlight(make.make_session(), theme) for _ in range(rows)] for _pole in range(2))
    make.make_finding(theme, *quick)
    hidden = make.make_highlight(make.make_session(), theme, display="staff")
    for pole, passages in (("one", quick), ("two", slow), ("two", [hidden])):
        for passage in passages:
            Leaning.objects.create(theme=theme, highlight=passage, pole=pole)
    return theme, [*quick, *slow]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_tension_counts_what_readers_may_see_of_each_pole_with_one_more_query(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    theme, _voices = voices_of_a_tension(rows)
    client.get(theme.get_absolute_url())

    with django_assert_num_queries(PAGE_QUERIES - 1):  # no figures, so no answers; and one for its poles
        response = client.get(theme.get_absolute_url())

    poles = [(one.name, one.voices, len(one.breadth.events)) for one in response.context["poles"]]
    assert poles == [("Speed", rows, rows), ("Trust", rows, rows)]


def test_every_voice_of_a_tension_names_its_pole(client: Client) -> None:
    theme, (quick, slow) = voices_of_a_tension()

    page = client.get(theme.get_absolute_url()).content.decode()
    all_voices = client.get(f"{theme.get_absolute_url()}voices/").context["listing"].page
    of_finding = client.get(reverse("stories:finding_voices", args=(theme.slug, 1))).context["listing"].page

    assert [page.count(f'<span class="flag">{name}</span>') for name in ("Speed", "Trust")] == [1, 1]
    assert {(one, one.pole) for one in all_voices} == {(quick, "Speed"), (slow, "Trust")}
    assert [(one.highlight, one.pole) for one in of_finding] == [(quick, "Speed")]
    file = b"".join(client.get(f"{theme.get_absolute_url()}evidence.csv").streaming_content).decode("utf-8-sig")
    assert [row["pole"] for row in csv.DictReader(io.StringIO(file))] == ["Speed", "Trust"]


def test_a_pole_nothing_speaks_for_says_so_and_a_former_tension_has_none(client: Client) -> None:
    theme, (_quick, slow) = voices_of_a_tension()
    slow.display = "staff"
    slow.save()
    assert "<b>Trust</b>: nothing recorded that may be shown." in client.get(theme.get_absolute_url()).content.decode()

    theme.kind, theme.pole_one, theme.pole_two = "theme", "", ""
    theme.save()
    response = client.get(theme.get_absolute_url())
    assert (response.context["poles"], "Speed" in response.content.decode()) == ([], False)


def test_a_tension_shows_both_poles(client: Client) -> None:
    theme = make.make_theme(kind="tension", pole_one="Speed", pole_two="<Trust>")

    assert "Between <b>Speed</b> and <b>&lt;Trust&gt;</b>." in client.get(theme.get_absolute_url()).content.decode()
