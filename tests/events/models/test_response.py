"""Answers inserted without objects."""

import pytest

from events.models import Answer, AnswerFile, Response
from tests import builders as make

pytestmark = pytest.mark.django_db


def test_more_answers_than_one_statement_takes_are_inserted_as_they_are() -> None:
    question = make.make_counted(None, "Yes", "No")
    yes = question.options.get(label="Yes").pk
    file = AnswerFile.objects.create(survey=question.survey)
    people = Response.objects.bulk_create(Response(survey=question.survey, file=file) for _ in range(401))
    rows = [
        (one.pk, question.pk, yes if n % 2 else None, None if n % 2 else n / 2, "" if n % 2 else f"Ünï {n} 👩🏽‍🚀 '%s")
        for n, one in enumerate(people)
    ]

    Answer.objects.insert(rows)
    Answer.objects.insert([])

    kept = Answer.objects.order_by("pk").values_list("response_id", "question_id", "option_id", "number", "text")
    assert list(kept) == rows
