"""Bad lines are named by number and the rest goes on."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from events.models import Organisation
from kpknow.search.corpus.lines import LONGEST_LINE, Refused, fields_of
from kpknow.search.corpus.story_lines import story_line
from stories.models import Story, Theme
from tests import builders as make
from tests.search.corpus.files import PLACES, a_story, loaded, written

BAD: list[tuple[Any, str]] = [
    (b"{", "this is not JSON in UTF-8"),
    (b'{"kind": "story", "slug": "\xff"}', "this is not JSON in UTF-8"),
    (b"[" * 100_000, "this is not JSON in UTF-8"),
    (b'{"kind": "tag", "slug": ' + b"9" * 5_000 + b"}", "this is not JSON in UTF-8"),
    (["a", "list"], "this is not a JSON object"),
    ({"slug": "x"}, "it has no kind"),
    ({"kind": "poem", "slug": "x"}, "there is no kind 'poem'; there are theme, tag, organisation, event, story"),
    (
        {"kind": ["story"], "slug": "x"},
        "there is no kind \"['story']\"; there are theme, tag, organisation, event, story",
    ),
    ({"kind": "theme", "name": "No slug"}, "it has no slug"),
    ({"kind": "event", "slug": "dash/ed"}, "slug is not a slug: letters a to z, figures, - and _ only"),
    ({"kind": "event", "slug": "bad-day", "date": "2019-02-30"}, "date is not a date in ISO 8601"),
    ({"kind": "tag", "slug": "long", "name": "x" * 101}, "name is longer than 100 characters"),
    (
        {"kind": "organisation", "slug": "nowhere", "country": "XX"},
        "there is no country 'XX' in ISO 3166-1 (two letters)",
    ),
    (a_story("s1", slug=""), "it has no slug"),
    (a_story("ünder"), "slug is not a slug: letters a to z, figures, - and _ only"),
    (a_story("x" * 121), "slug is longer than 120 characters"),
    (a_story("s2", slug=7), "slug is not a slug: letters a to z, figures, - and _ only"),
    (a_story("s3", title="x" * 201), "title is longer than 200 characters"),
    (a_story("s4", title=["x"]), "title is not a text"),
    (a_story("s5", body="a\x00b"), "body has a NUL in it"),
    (b'{"kind": "story", "slug": "s6", "body": "\\ud800"}', "body has half a character in it (a lone surrogate)"),
    (a_story("s7", published="yesterday"), "published is not a date in ISO 8601"),
    (a_story("s8", published="0001-01-01T00:00:00+14:00"), "published is not a date in ISO 8601"),
    (a_story("s9", published=20240501), "published is not a text"),
    (a_story("s10", country="Kenya"), "there is no country 'KENYA' in ISO 3166-1 (two letters)"),
    (a_story("s11", language="English!"), "language is not a tag such as en or pt-BR (BCP 47)"),
    (a_story("s12", tags="tea"), "tags is not a list"),
    (a_story("s13", tags=[["tea"]]), "tags is not a slug: letters a to z, figures, - and _ only"),
    (a_story("s14", themes=["nowhere"]), "there is no theme “nowhere”"),
    (a_story("s15", organisations=["nowhere"]), "there is no organisation “nowhere”"),
    (a_story("s16", event="nowhere"), "there is no event “nowhere”"),
    (a_story("s17", body="[Zoe] Said."), "[Zoe] is given a turn in the text and is nobody the line names"),
    (a_story("s18", body=""), "it has themes and no text: a story belongs to a theme by a passage of its text"),
]


@pytest.mark.django_db
def test_each_bad_line_is_refused_by_its_number_and_the_others_are_loaded(tmp_path: Path) -> None:
    lines = [*PLACES]
    for number, (bad, _reason) in enumerate(BAD):
        lines += [bad, a_story(f"good-{number}")]

    tally, refusals = loaded(written(tmp_path, *lines))

    assert refusals == {5 + 2 * number: reason for number, (_bad, reason) in enumerate(BAD)}
    assert (tally.counts["added"], tally.counts["refused"]) == (4 + len(BAD), len(BAD))
    assert Story.objects.count() == len(BAD)


@pytest.mark.django_db
def test_a_line_of_ten_megabytes_is_refused_and_the_next_one_keeps_its_number(tmp_path: Path) -> None:
    path = written(tmp_path, *PLACES, a_story("big", body="x " * 5_000_000), a_story("good"), {"kind": "poem"})

    _tally, refusals = loaded(path)

    assert refusals == {
        5: f"the line is longer than {LONGEST_LINE:,} bytes",
        7: "there is no kind 'poem'; there are theme, tag, organisation, event, story",
    }
    assert Story.objects.get().slug == "good"


@pytest.mark.django_db
def test_what_no_corpus_brought_is_never_touched(tmp_path: Path) -> None:
    story, group = make.make_story(slug="one"), make.make_organisation("Ours", slug="the-circle")
    make.make_theme("Trust", slug="something-else")

    _tally, refusals = loaded(written(tmp_path, *PLACES, a_story("one"), a_story("two", themes=[])))

    assert refusals == {
        1: "another record has that name",
        3: "“the-circle” is a record that no corpus brought",
        5: "“one” is a story that no corpus brought",
    }
    story.refresh_from_db()
    group.refresh_from_db()
    assert (story.title.startswith("Story"), group.name) == (True, "Ours")
    assert list(Story.objects.get(slug="two").organisations.all()) == [group]
    assert (Theme.objects.count(), Organisation.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_the_command_fails_where_it_is_asked_to_or_nothing_could_be_taken(tmp_path: Path) -> None:
    mixed = written(tmp_path, *PLACES, b"nonsense")
    bad = written(tmp_path, b"nonsense", name="bad.jsonl")

    call_command("load_corpus", str(mixed))
    with pytest.raises(CommandError, match="refused"):
        call_command("load_corpus", str(mixed), "--strict")
    with pytest.raises(CommandError, match="refused"):
        call_command("load_corpus", str(bad))
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("load_corpus", str(tmp_path / "nowhere.jsonl"))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(list(a_story())), anything, max_size=6))
def test_no_value_breaks_the_reader(fields: dict[str, Any]) -> None:
    raw = json.dumps(a_story() | fields | {"kind": "story"}).encode()
    reasons, lines = [], []

    try:
        lines.append(story_line(1, "", fields_of(raw), frozenset({"KE"})))
    except Refused as reason:
        reasons.append(str(reason))

    assert [bool(line.slug) for line in lines] + [bool(reason) for reason in reasons] == [True]
