"""Answers come in as a whole or not at all, name nobody, and go as a whole."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from events.models import Answer, AnswerFile, CodebookEntry, Question, Response, Survey, Tally
from events.reading.figures import figure_of
from kpknow.curation.actions.answers import (
    bring_answers_in,
    dry_run,
    settle_answers,
    sheet_of,
    shown_as,
    take_answers,
    take_answers_back,
)
from kpknow.curation.answers.columns import proposed
from kpknow.curation.answers.fields import fields_of
from kpknow.curation.answers.known import known_columns
from kpknow.curation.answers.refusals import (
    AnswersRefused,
    BroughtInBefore,
    CellsNotRead,
    MoreThanInvited,
    NewWords,
    NobodyAnswered,
    NotAsShown,
    NotBroughtIn,
)
from tests import builders as make
from tests.curation.answers import files

pytestmark = pytest.mark.django_db


def draft(**fields: Any) -> Survey:
    return make.make_survey(status="draft", **{"invited": None, "answered": None} | fields)


def taken(survey: Survey, content: bytes, curator: Any, wave: str = "", name: str = "") -> AnswerFile:
    """A file with its columns as proposed."""
    file = take_answers(survey, content, "answers.csv", wave=wave, by=curator)
    fields = fields_of(sheet_of(file))
    questions = list(survey.questions.filter(is_counted=True).prefetch_related("options"))
    settle_answers(file, proposed(fields, known_columns(file, fields, questions, name)), name="our form")
    return file


def bring_in(file: AnswerFile, curator: Any, **options: Any) -> int:
    return bring_answers_in(file, by=curator, shown=shown_as(dry_run(file)[2]), **options)


def counts(survey: Survey) -> dict[str, list[tuple[str, int | None]]]:
    questions = survey.questions.for_bars()  # type: ignore[attr-defined]  # a queryset of ours
    return {one.wording: [(row.label, row.count) for row in figure_of(one).rows] for one in questions}


@pytest.mark.parametrize("tool", [files.kobo, files.limesurvey, files.google_forms, files.surveymonkey])
def test_files_of_four_tools_give_the_same_answers(tool: Any, curator: Any) -> None:
    survey = draft()

    people = bring_in(taken(survey, tool(), curator), curator)

    shown = list(counts(survey).values())
    assert people == 10
    assert [count for _label, count in shown[0]] == [6, 3]
    assert [count for _label, count in shown[1]] == [6, 4]
    assert Survey.objects.get().answered == 10


def test_nothing_that_tells_who_answered_reaches_the_database(curator: Any) -> None:
    for tool in (files.kobo, files.limesurvey, files.google_forms, files.surveymonkey):
        file = taken(draft(), tool(), curator)
        assert files.MARK.encode() not in bytes(file.content or b"")
        bring_in(file, curator)

    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for name in (one for one in names if one.startswith("events_")):
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608  # a table of ours
            assert files.MARK not in repr(cursor.fetchall()).casefold()
    assert set(AnswerFile.objects.values_list("content", flat=True)) == {None}


def test_rows_are_kept_in_no_order_of_the_file(curator: Any) -> None:
    rows = [["How many?"], *[[str(number)] for number in range(300)]]

    bring_in(taken(draft(), files.csv_file(rows), curator), curator)

    kept = list(Answer.objects.order_by("response").values_list("number", flat=True))
    assert kept != sorted(kept)
    assert sorted(kept) == [float(number) for number in range(300)]


def test_a_second_wave_finds_its_questions_by_itself(curator: Any) -> None:
    survey = draft()
    bring_in(taken(survey, files.google_forms(), curator, "2016"), curator)

    bring_in(taken(survey, files.google_forms(), curator, "2018"), curator)

    assert survey.questions.count() == 5
    assert counts(survey)["Used it?"] == [("Yes", 12), ("No", 6)]
    assert set(Tally.objects.filter(breakdown="wave").values_list("group", flat=True)) == {"2016", "2018"}


def test_columns_kept_under_a_name_serve_another_survey(curator: Any) -> None:
    bring_in(taken(draft(), files.kobo(), curator), curator)
    other = draft()

    bring_in(taken(other, files.kobo(), curator, name="our form"), curator)

    assert other.questions.count() == 5
    assert Survey.objects.first().questions.count() == 5  # type: ignore[union-attr]  # made above


def test_the_codebook_says_how_each_question_was_asked(curator: Any) -> None:
    file = taken(draft(), files.kobo(), curator)
    bring_in(file, curator)

    entry = file.codebook.get(code="grp/ways")

    assert (entry.wording, sorted(entry.options.values())) == ("ways", ["report", "talk"])


def test_cells_that_cannot_be_read_stop_the_file_or_are_left_out(curator: Any) -> None:
    survey = draft()
    good = [["How many?", "Used?"], *[[str(number), "Yes"] for number in range(20)]]
    bring_in(taken(survey, files.csv_file(good), curator), curator)
    file = taken(survey, files.csv_file([*good, ["about ten", "Perhaps"]]), curator)

    with pytest.raises(CellsNotRead):
        bring_in(file, curator)
    assert Response.objects.count() == 20
    bring_in(file, curator, leaves_cells_out=True)

    assert Response.objects.count() == 40


@pytest.mark.parametrize(
    ("survey", "refused"),
    [
        ({"invited": 9}, MoreThanInvited),
        ({"status": "published"}, NewWords),
        ({"status": "withdrawn"}, NotAsShown),
    ],
)
def test_what_stands_in_the_way_saves_nothing(survey: dict[str, Any], refused: type, curator: Any) -> None:
    made = make.make_survey(**{"invited": None, "answered": None} | survey)
    file = taken(made, files.google_forms(), curator)

    with pytest.raises(refused):
        bring_in(file, curator)

    assert (Response.objects.count(), Question.objects.count(), CodebookEntry.objects.count()) == (0, 0, 0)


def test_a_file_that_would_do_something_else_than_shown_is_refused(curator: Any) -> None:
    file = taken(draft(), files.google_forms(), curator)

    with pytest.raises(NotAsShown):
        bring_answers_in(file, by=curator, shown="9:0")


def test_a_file_is_brought_in_once(curator: Any) -> None:
    file = taken(draft(), files.google_forms(), curator)
    bring_in(file, curator)

    with pytest.raises(BroughtInBefore):
        bring_answers_in(file, by=curator, shown="10:0")


def test_nobody_answering_is_nothing_to_bring_in(curator: Any) -> None:
    with pytest.raises(NobodyAnswered):
        bring_in(taken(draft(), files.csv_file([["Used?", "x"], ["n/a", ""]]), curator), curator)


def test_answers_go_as_a_whole_and_questions_with_them(curator: Any) -> None:
    survey = draft()
    first, second = [taken(survey, files.google_forms(), curator, wave) for wave in ("2016", "")]
    bring_in(first, curator)
    settle_answers(second, proposed(fields_of(sheet_of(second)), {}), name="")
    bring_in(second, curator)

    take_answers_back(second, by=curator)

    assert (Response.objects.count(), survey.questions.count()) == (10, 5)
    take_answers_back(first, by=curator)
    assert (Response.objects.count(), Answer.objects.count(), survey.questions.count()) == (0, 0, 0)
    assert Survey.objects.get().answered is None
    with pytest.raises(NotBroughtIn):
        take_answers_back(first, by=curator)


def test_a_question_somebody_refers_to_stays_without_answers(curator: Any) -> None:
    survey = draft()
    file = taken(survey, files.google_forms(), curator)
    bring_in(file, curator)
    spoken = survey.questions.get(kind="open")
    make.make_highlight(spoken, text="We plan together now.")

    take_answers_back(file, by=curator)

    assert list(survey.questions.all()) == [spoken]
    assert Question.objects.get().base == 0


def test_every_refusal_has_words_for_a_curator() -> None:
    from kpknow.curation.admin.answers import WHY_NOT  # noqa: PLC0415  # the edge above

    assert set(AnswersRefused.__subclasses__()) - {NotBroughtIn} == set(WHY_NOT)


def test_files_nobody_brought_in_are_forgotten(curator: Any) -> None:
    old = taken(draft(), files.google_forms(), curator)
    AnswerFile.objects.filter(pk=old.pk).update(uploaded_at=datetime(2020, 1, 1, tzinfo=UTC))

    taken(draft(), files.google_forms(), curator)

    assert not AnswerFile.objects.filter(pk=old.pk).exists()
