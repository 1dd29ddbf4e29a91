"""What people answered, as rows of the database: who they are is nowhere among them."""

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from events.models import Answer, AnswerFile, Breakdown, Response, Survey
from events.models.response import AnswerRow
from kpknow.curation.answers.check import Given, Read
from kpknow.curation.answers.questions import Kept

AT_ONCE = 5000


def save_answers(file: AnswerFile, survey: Survey, people: Sequence[Read], kept: Mapping[str, Kept]) -> None:
    in_any_order = random.sample(people, len(people))  # the order of the file is lost either way
    responses = Response.objects.bulk_create(
        [response_of(file, survey, person.groups) for person in in_any_order], batch_size=AT_ONCE
    )
    rows: list[AnswerRow] = []
    for response, person in zip(responses, in_any_order, strict=True):
        for code, given in person.answers.items():
            rows += rows_of(response.pk, kept[code], given)
    Answer.objects.insert(rows)


def response_of(file: AnswerFile, survey: Survey, groups: Mapping[str, Any]) -> Response:
    return Response(
        survey=survey,
        file=file,
        wave=file.wave,
        event_id=groups.get(Breakdown.EVENT),
        organisation_kind=groups.get(Breakdown.ORGANISATION_KIND) or "",
        country_id=groups.get(Breakdown.COUNTRY),
        population_id=groups.get(Breakdown.POPULATION),
    )


def rows_of(response: int, kept: Kept, given: Given) -> Iterable[AnswerRow]:
    question = kept.question.pk
    shape, value = given
    if shape == "number":
        yield response, question, None, value, ""
    elif shape == "text":
        yield response, question, None, None, value
    elif shape == "one":
        yield response, question, kept.key(value), None, ""
    else:
        yield response, question, None, None, ""
        for label in value:
            yield response, question, kept.key(label), None, ""
