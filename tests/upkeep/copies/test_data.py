"""What leaves as data: nothing that consent keeps on the site, and until when the rest may be shown."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.actions.tallying import recount
from events.models import Consent, Contributor
from kpknow.content.static_copy import copied_for_good
from kpknow.upkeep.copies.folder import MANIFEST, UNFINISHED, CopyFolder, NotACopy
from kpknow.upkeep.copies.writing import export_site, open_version, still_true
from stories.models import Comment, Story
from stories.reading.story_facets import STORIES
from tests import builders as make

NOBODY = AnonymousUser()
pytestmark = pytest.mark.django_db


def rows(copy: Path, table: str) -> Any:
    return json.loads((copy / "data" / f"{table}.json").read_text())


def everything(copy: Path) -> str:
    return "\n".join(path.read_text(errors="replace") for path in sorted(copy.rglob("*")) if path.is_file())


def web_only(name: str = "Kioko", **fields: Any) -> Consent:
    return make.make_consent(make.make_contributor(name), for_exports=False, **fields)


def test_words_for_the_web_alone_stay_on_the_site(copy: Path, client: Client) -> None:
    body = "[Kioko] MarkOfTheTurn is here.\n\nEverybody may take this away."
    story = make.make_story("Half of it", body=body, speakers={"Kioko": web_only()})
    make.make_story("MarkOfTheStory", consent=web_only("MarkOfTheTeller"))
    session = make.make_session(title="MarkOfTheSession")
    make.make_session_contribution(session, web_only())
    heard = make.make_highlight(make.make_session(), text="MarkOfThePassage", consent=web_only())
    make.make_finding(None, heard, claim="MarkOfTheClaim")
    make.make_comment(story, "MarkOfTheComment")
    make.make_organisation("A house", shield="no_link", shield_reason="MarkOfTheShield", website="https://mark.example")
    make.make_source("See https://mark.example/us", is_listed=True)
    Contributor.objects.update(paper_kept_at="MarkOfThePaper")
    page = client.get(story.get_absolute_url()).content.decode()

    export_site(copy, with_pages=False)

    written = everything(copy)
    assert "Everybody may take this away." in written
    assert [mark for mark in ("MarkOf", "mark.example", "Kioko") if mark in written] == []
    assert "MarkOfTheTurn" in page


def test_a_name_that_is_withheld_is_nowhere_and_joins_nobody(copy: Path) -> None:
    person = make.make_contributor("Wanjiru", paper_kept_at="A drawer")
    consent = make.make_consent(person, covers_name=False)
    for title in ("One", "Two"):
        make.make_story(title, body="[Wanjiru] We stay.", speakers={"Wanjiru": consent})

    export_site(copy, with_pages=False)

    assert "Wanjiru" not in everything(copy)
    speakers = [row for row in rows(copy, "story-people") if row["role"] == "speaker"]
    assert [row["said_by"] for row in speakers] == [{"name": "", "naming": "unnamed", "is_group": False}] * 2
    assert {key for row in speakers for key in row} == {"row", "story", "role", "said_by", "allowed"}


def test_raw_answers_and_counts_of_few_stay(copy: Path) -> None:
    question = make.make_counted(None, "MarkOfYes", "No")
    make.make_answers(question, "MarkOfYes", 3)
    recount(question.survey)
    opened = make.make_counted(question.survey, kind="open")
    make.make_answers(opened, "MarkOfMyOwnWords", 9)

    export_site(copy, with_pages=False)

    assert "MarkOf" not in everything(copy)
    assert [row["base"] for row in rows(copy, "questions")] == [0, 0]


def test_the_schedule_says_until_when_and_the_manifest_the_first_of_those_days(copy: Path) -> None:
    first, later = make.day("2031-05-01"), make.day("2032-01-01")
    make.make_story("One", slug="one", consent=make.make_consent(expires_on=later))
    make.make_highlight(make.make_session(), consent=make.make_consent(expires_on=first, covers_name=False))
    make.make_story("Gone", consent=make.make_consent(expires_on=make.day("2020-01-01")))

    made = export_site(copy, with_pages=False)

    schedule = rows(copy, "consents")
    assert [(row["table"], row["until"]) for row in schedule] == [
        ("highlights", "2031-05-01"),
        ("story-people", "2032-01-01"),
    ]
    assert schedule[1]["belongs_to"] == "one"
    assert schedule[0]["parts"] == ["words", "photo", "voice", "video"]
    assert made.expires_on == json.loads((copy / MANIFEST).read_text())["expires_on"] == "2031-05-01"


def test_what_pages_were_kept_for_says_nothing_in_a_copy() -> None:
    make.make_story("Web alone", consent=web_only())
    both = make.make_story("Both")

    before = len(STORIES.now().shown)
    with copied_for_good():
        inside = list(STORIES.now().key_of)
        seen = list(Story.objects.visible_to(NOBODY))

    assert (before, inside, seen, len(STORIES.now().shown)) == (2, [both.pk], [both], 2)
    assert Comment.objects.visible_to(NOBODY).count() == 0


def test_a_folder_with_other_files_is_refused_and_an_older_copy_replaced(copy: Path) -> None:
    copy.mkdir()
    (copy / "letters.txt").write_text("mine")

    with pytest.raises(CommandError, match="holds other files"):
        call_command("export_site", copy, "--data-only")
    (copy / "letters.txt").unlink()
    call_command("export_site", copy, "--data-only")
    make.make_story("Written since")
    (copy / "data" / "stale.json").write_text("[]")
    call_command("export_site", copy, "--data-only")

    assert [row["title"] for row in rows(copy, "stories")] == ["Written since"]
    assert not (copy / "data" / "stale.json").exists()


def test_a_run_that_was_cut_off_does_not_look_finished(copy: Path) -> None:
    CopyFolder(copy).write("data/stories.json", [b"[]\n"])

    assert (copy / UNFINISHED).exists()
    assert not (copy / MANIFEST).exists()
    export_site(copy, with_pages=False)
    assert not (copy / UNFINISHED).exists()


def test_what_changed_meanwhile_is_not_passed_on() -> None:
    began = open_version()
    make.make_story()

    with pytest.raises(NotACopy, match="changed while"):
        still_true(began)


def test_it_takes_the_same_queries_for_one_row_and_for_three(copy: Path) -> None:
    counts = []
    for _round in range(2):
        for _one in range(1 + len(counts)):
            story = make.make_story(people=("msm",), topics=("Yards",))
            make.make_highlight(story.blocks.get(), make.make_theme())
        with CaptureQueriesContext(connection) as queries:
            export_site(copy, with_pages=False)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_one_file_holds_the_same(copy: Path) -> None:
    make.make_story()
    (copy.parent / "letter.zip").write_text("mine")

    export_site(copy, with_pages=False)
    call_command("export_site", copy.with_suffix(".zip"), "--data-only")

    with zipfile.ZipFile(copy.with_suffix(".zip")) as packed:
        inside = {name for name in packed.namelist() if not name.endswith("/")}
    assert inside == {f"copy/{path.relative_to(copy)}" for path in copy.rglob("*") if path.is_file()}
    assert sorted(path.name for path in copy.parent.glob("copy*")) == ["copy", "copy.zip"]
    with pytest.raises(NotACopy, match="something else"):
        export_site(copy.parent / "letter.zip")
