import datetime as dt
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Basis, Consent, Event, Organisation, Population, Topic
from kpknow.content.models import Status, Use
from kpknow.content.partial_dates import PartialDate
from kpknow.search.corpus.stories import load_stories
from kpknow.search.corpus.story_lines import story_line
from kpknow.search.corpus.tally import Tally
from kpknow.search.indexing import every_record, index_records, stale_records
from kpknow.search.models import SearchDoc
from stories.actions.blocks import read_blocks
from stories.models import Block, Highlight, Story, Theme
from tests import builders as make
from tests.search.corpus.files import BODY, PLACES, a_story, loaded, written

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def test_a_corpus_is_loaded_whatever_the_order_of_its_lines(tmp_path: Path) -> None:
    tally, refusals = loaded(written(tmp_path, a_story(), *PLACES))

    story = Story.objects.get()
    assert (str(tally), refusals) == ("5 added, 0 updated, 0 unchanged, 0 refused", {})
    assert (story.slug, story.title, story.language, story.standfirst) == (
        *("one", "Story one", "en", "What changed, and how."),
    )
    assert (story.body, story.status, story.published_at) == (
        *(BODY, Status.PUBLISHED, dt.datetime(2024, 5, 1, 7, 30, tzinfo=dt.UTC)),
    )
    assert (story.dated, story.dated_earliest) == (PartialDate(2024, 5, 1), dt.date(2024, 5, 1))
    assert [country.code for country in story.countries.all()] == ["KE"]
    assert sorted(people.slug for people in story.populations.all()) == ["river-people", "sex-workers"]
    assert sorted(topic.name for topic in story.topics.all()) == ["Night outreach", "Tea"]
    assert [group.name for group in story.organisations.all()] == ["The Circle"]
    assert story.event == Event.objects.get(slug="first-meeting")


def test_what_it_leads_to_is_published_as_described(tmp_path: Path) -> None:
    loaded(written(tmp_path, *PLACES))

    group, event = Organisation.objects.visible_to(ANYONE).get(), Event.objects.visible_to(ANYONE).get()
    assert (group.slug, group.name, group.country_id) == ("the-circle", "The Circle", "KE")
    assert (event.slug, event.title, str(event.starts), event.starts_latest) == (
        *("first-meeting", "First meeting", "2019-10-20", dt.date(2019, 10, 20)),
    )
    assert [(theme.slug, theme.name) for theme in Theme.objects.visible_to(ANYONE)] == [("trust", "Trust")]


@pytest.mark.parametrize("use", list(Use))
def test_a_story_is_shown_under_a_consent_of_its_own(tmp_path: Path, use: Use) -> None:
    loaded(written(tmp_path, *PLACES, a_story("one"), a_story("two")))
    one, two = Story.objects.order_by("slug")

    consent = one.contributions.get().consent
    assert (consent.basis, consent.contributor.is_group) == (Basis.PUBLISHED_SOURCE, True)
    assert list(Story.objects.visible_to(ANYONE, use).order_by("slug")) == [one, two]

    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert list(Story.objects.visible_to(ANYONE, use)) == [two]


@pytest.mark.parametrize("body", [BODY, "One line.", "# A\n\nb\n\n1. c\n2. d\n\n> e\n\n    code\n", ""])
def test_its_blocks_are_those_an_editor_would_get(tmp_path: Path, body: str) -> None:
    loaded(written(tmp_path, *PLACES, a_story(body=body, themes=[])))
    by_hand = make.make_story(body=body)
    read_blocks(by_hand)

    story = Story.objects.get(slug="one")
    columns = ("order", "number", "kind", "contribution", "narrator", "text", "text_hash")
    assert list(story.blocks.order_by("order").values_list(*columns)) == list(
        by_hand.blocks.order_by("order").values_list(*columns)
    )
    assert story.word_count == by_hand.word_count


def test_a_story_belongs_to_its_themes_by_its_first_paragraph(tmp_path: Path) -> None:
    more = {"kind": "theme", "slug": "care", "name": "Care"}
    loaded(written(tmp_path, *PLACES, more, a_story(themes=["trust", "care"])))

    voice = Highlight.objects.visible_to(ANYONE).for_page().get()
    assert (voice.block.text, voice.is_placed) == ("We met at night, all of us. Then we stayed.", True)
    assert sorted(theme.slug for theme in voice.themes.all()) == ["care", "trust"]


def test_it_has_a_page_and_stands_in_the_list(tmp_path: Path, client: Client) -> None:
    loaded(written(tmp_path, *PLACES, a_story()))

    assert "We met at night, all of us." in client.get("/stories/one/").content.decode()
    assert 'href="/stories/one/"' in client.get("/stories/").content.decode()


def test_all_of_it_is_indexed_as_it_stands(tmp_path: Path) -> None:
    loaded(written(tmp_path, *PLACES, a_story("one"), a_story("two", themes=[], summary="", published=None)))

    found = SearchDoc.objects.values_list("address", flat=True)
    assert sorted(found) == [
        *("/events/first-meeting/", "/organisations/the-circle/"),
        *("/stories/one/", "/stories/two/", "/themes/trust/"),
    ]
    assert list(stale_records()) == []

    documents = list(SearchDoc.objects.order_by("id").values())
    for label, pks in every_record():
        index_records(label, pks)
    again = list(SearchDoc.objects.order_by("id").values())
    assert [doc | {"number": 0} for doc in again] == [doc | {"number": 0} for doc in documents]


def test_absent_keys_are_empty_and_unknown_ones_ignored(tmp_path: Path) -> None:
    tally, refusals = loaded(written(tmp_path, {"kind": "story", "slug": "bare-one", "colour": {"deep": [1]}}))

    story = Story.objects.visible_to(ANYONE).get()
    assert (tally.counts["added"], refusals) == (1, {})
    assert (story.title, story.standfirst, story.body, story.dated, story.event) == ("Bare one", "", "", None, None)
    assert story.published_at is not None


def test_tags_and_people_the_site_has_are_used_as_they_are(tmp_path: Path) -> None:
    tag = make.make_topic("Night outreach")
    before = Population.objects.count(), Topic.objects.count()

    loaded(written(tmp_path, *PLACES, a_story(populations=["msm"], tags=["night-outreach", "night_outreach"])))

    story = Story.objects.get()
    assert list(story.topics.all()) == [tag]
    assert (Population.objects.count(), Topic.objects.count()) == before


def test_the_same_name_in_another_writing_is_the_same_tag(tmp_path: Path) -> None:
    loaded(written(tmp_path, a_story("a", themes=[], organisations=[], event="", tags=["tea-house", "Tea_House"])))

    assert [topic.name for topic in Story.objects.get().topics.all()] == ["Tea house"]


def test_the_queries_do_not_grow_with_the_batch(tmp_path: Path) -> None:
    loaded(written(tmp_path, *PLACES, a_story("first")))
    counts = []
    for slugs in (("a",), ("b", "c", "d")):
        lines = [story_line(1, slug, a_story(slug), frozenset({"KE"})) for slug in slugs]
        with CaptureQueriesContext(connection) as queries:
            load_stories(lines, Tally(lambda _number, _reason: None))
        counts.append(len(queries))

    assert counts == [49, 49]


def test_the_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, *PLACES, a_story(), b"nonsense")

    call_command("load_corpus", str(path))

    said = capsys.readouterr()
    assert said.out == f"Loaded {path}: 5 added, 0 updated, 0 unchanged, 1 refused.\n"
    assert "Line 6: this is not JSON in UTF-8." in said.err
    assert Block.objects.count() == 5
