"""Passages of answers go with the answers, and nothing keeps their words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Answer
from kpknow.content.models import Change
from kpknow.curation.actions.answers import take_answers_back
from kpknow.curation.actions.erasing import erase_record
from kpknow.curation.answers.refusals import FindingsRest
from stories.actions.versions import freeze_version
from stories.models import Highlight
from tests import builders as make
from tests.curation.coding.coders import asked, code, coded, make_coder, sent

pytestmark = pytest.mark.django_db


def test_answers_taken_back_take_passages_with_every_copy_of_their_words(curator: Any) -> None:
    question, theme = asked(), make.make_theme("What stays")
    code(make_coder(), question, sent(question, "Nothing changed.", theme, text="No change was felt."))
    highlight = Highlight.objects.get()
    make.make_finding(theme, make.make_highlight())
    version = freeze_version(theme, by=curator)
    assert highlight.public_id in str(version.content)

    take_answers_back(question.survey.answer_files.get(), by=curator)
    version.refresh_from_db()

    assert (Answer.objects.count(), Highlight.objects.filter(pk=highlight.pk).exists()) == (0, False)
    kept = Change.objects.filter(record_kind="stories.highlight", record_key=str(highlight.pk))
    assert [(one.before, one.after) for one in kept if one.before or one.after] == []
    assert "Nothing changed" not in str(version.content)


def test_answers_a_finding_rests_on_are_not_taken_back_behind_its_back(staff: Client, curator: Any) -> None:
    question, theme = asked(), make.make_theme("Law")
    file = question.survey.answer_files.get()
    make.make_finding(theme, coded(question), claim="It lasts")
    where = reverse("admin:events_answerfile_undo", args=(file.pk,))

    page = staff.get(where).content.decode()
    posted = staff.post(where, follow=True)
    with pytest.raises(FindingsRest):
        take_answers_back(file, by=curator)

    assert ("Law: It lasts" in page, "Forget these answers" in page) == (True, False)
    assert "findings rest on these answers" in posted.content.decode()
    assert (Answer.objects.count(), Highlight.objects.count()) == (6, 1)


def test_a_survey_that_is_erased_leaves_no_answer_in_the_history(curator: Any) -> None:
    question = asked()
    highlight = coded(question)

    erase_record(question.survey, by=curator)

    kept = Change.objects.filter(record_kind="stories.highlight", record_key=str(highlight.pk))
    assert (Highlight.objects.count(), Answer.objects.count()) == (0, 0)
    assert [one for one in kept if one.before or one.after] == []
