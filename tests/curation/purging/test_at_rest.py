"""What was withdrawn is in no table any more; what was not stays, beside it."""

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client

from events.actions.consents import withdraw_consent
from events.models import Contributor, Organisation
from kpknow.content.actions.publishing import make_draft_again, withdraw
from kpknow.content.history.chain import check_logs, seal_logs
from kpknow.content.models import FormerAddress
from kpknow.curation.actions.merging_organisations import merge_organisations
from kpknow.curation.actions.purging import purge_all
from kpknow.curation.actions.removal_requests import answer_request, hide_page, receive_request
from kpknow.curation.models import RemovalRequest, RequestState
from kpknow.curation.purging.people import without_turns
from kpknow.search.indexing import catch_up
from stories.models import Block, Comment, Highlight, Story
from tests import builders as make
from tests.drills.planting import WORD, holds_word, plant, tables_with, take_everything_back, text_columns

NOBODY = AnonymousUser()
DAY = 24 * 60 * 60


@pytest.mark.django_db(transaction=True)
def test_every_column_that_can_hold_words_is_planted_and_empty_afterwards(curator: Any) -> None:
    plant(curator)
    found = {field for field in text_columns() if holds_word(field)}  # the index forgets by itself
    take_everything_back(curator)
    seal_logs()
    faults = check_logs()  # of what an emptied database leaves behind
    forgotten = [str(field) for field in text_columns() if field not in found and not holds_word(field)]

    call_command("purge", at_once=True)
    call_command("purge", at_once=True)

    assert forgotten == []
    assert tables_with(WORD) == {}
    assert check_logs() == faults


@pytest.mark.django_db
def test_a_day_is_left_to_take_it_up_again() -> None:
    with time_machine.travel("2026-01-01 12:00+00:00", tick=False) as clock:
        kept, gone, public = (make.make_story(f"A {word} sang", slug=word) for word in ("wren", "robin", "jay"))
        for story in (kept, gone):
            withdraw(story, by=NOBODY, reason="A mistake.")
        clock.shift(DAY - 1)
        early = purge_all()
        make_draft_again(kept, by=NOBODY)
        clock.shift(1)
        late = purge_all()
        never_again = purge_all()

    assert (early.records, late.records, never_again.records) == (0, 1, 0)
    assert list(Story.objects.order_by("pk").values_list("title", flat=True)) == ["A wren sang", "–", "A jay sang"]
    assert [Client().get(f"/stories/{story.slug}/").status_code for story in (kept, gone, public)] == [410, 410, 200]


@pytest.mark.django_db
def test_old_addresses_of_what_was_purged_say_that_it_is_gone_and_tell_no_word() -> None:
    story = make.make_story("A robin sang", slug="robin")
    story.slug = "redbreast"
    story.save()
    withdraw(story, by=NOBODY, reason="They asked for it.")

    purge_all(at_once=True)

    assert [Client().get(f"/stories/{slug}/").status_code for slug in ("robin", "redbreast", "other")] == [
        410,
        410,
        404,
    ]
    told = f"{FormerAddress.objects.values()}{Story.objects.values()}"
    assert ("robin" in told, "redbreast" in told) == (False, False)


@pytest.mark.django_db
def test_what_was_hidden_after_a_request_waits_for_the_answer(curator: Any) -> None:
    story = make.make_story("A robin sang", slug="robin")
    receive_request(page="/stories/robin/", words="That is me.")
    request = RemovalRequest.objects.get()
    hide_page(request, by=curator)

    waiting = purge_all(at_once=True).records
    answer_request(request, by=curator, state=RequestState.DONE, answer="It is gone.")
    answered = purge_all(at_once=True).records

    assert (waiting, answered) == (0, 1)
    assert Story.objects.get(pk=story.pk).title == "–"


@pytest.mark.django_db
def test_what_was_merged_is_kept_while_the_merge_can_be_undone(curator: Any) -> None:
    merged, kept = make.make_organisation("Robins"), make.make_organisation("Wrens")
    merge_organisations(merged, into=kept, by=curator)

    assert purge_all(at_once=True).records == 0
    assert Organisation.objects.filter(name="Robins").exists()


@pytest.mark.django_db
def test_a_speaker_takes_their_turns_along_and_nobody_else_s() -> None:
    hers, his = make.make_consent(make.make_contributor("Robin")), make.make_consent(make.make_contributor("Wren"))
    body = "## A talk\n\n[Robin] I sang *alone*.\n\nThen:\n\n- one\n- two\n\n[Wren] I sang too.\n\n[Robin] We did."
    story = make.make_story("A talk", slug="talk", body=body, speakers={"Robin": hers, "Wren": his})
    theme = make.make_theme("Care", slug="care")
    said, answered = (make.make_highlight(story.blocks.get(text=text), theme) for text in ("We did.", "I sang too."))
    make.make_finding(theme, said, answered)
    catch_up()
    withdraw_consent(hers, by=NOBODY, reason="Robin asked.")

    done = purge_all(at_once=True)

    story.refresh_from_db()
    assert story.body == "## A talk\n\nThen:\n\n- one\n- two\n\n[Wren] I sang too."
    assert list(Block.objects.values_list("text", flat=True)) == ["A talk", "Then:", "one", "two", "I sang too."]
    assert Client().get("/stories/talk/").status_code == 200
    assert Client().get("/themes/care/").status_code == 200
    assert sorted(Highlight.objects.values_list("exact", flat=True)) == ["", "I sang too."]
    assert sorted(Contributor.objects.values_list("name", flat=True)) == ["The group", "Wren", "–"]
    assert (tables_with("robin"), tables_with("alone")) == ({}, {})
    assert done.places == 2
    assert purge_all(at_once=True).places == 0


@pytest.mark.django_db
def test_who_agreed_to_something_else_keeps_their_name_and_it() -> None:
    person = make.make_contributor("Robin")
    ended, stands = make.make_consent(person), make.make_consent(person)
    make.make_story("A robin sang", slug="ended", consent=ended)
    make.make_story("A wren sang", slug="stands", consent=stands)
    withdraw_consent(ended, by=NOBODY)

    purge_all(at_once=True)

    assert [Client().get(f"/stories/{slug}/").status_code for slug in ("ended", "stands")] == [410, 200]
    assert set(tables_with("robin")) == {"events_contributor", "content_change"}
    assert set(tables_with("wren")) > {"stories_story", "content_change"}


@pytest.mark.django_db
def test_a_refused_comment_goes_and_an_accepted_one_stays() -> None:
    story = make.make_story()
    make.make_comment(story, "A robin sang.", moderation="rejected", name="Robin")
    make.make_comment(story, "A wren sang.")

    purge_all(at_once=True)

    assert sorted(Comment.objects.values_list("name", "text")) == [("", "A wren sang."), ("", "–")]
    assert tables_with("robin") == {}


def test_markdown_that_is_not_paragraphs_loses_the_turns_all_the_same() -> None:
    body = "[Robin] I sang\n\n> [Robin] and sang\n>\n> [Wren] so did I\n\n**[Robin]** alone"

    assert "Robin" not in without_turns(body, "Robin")
