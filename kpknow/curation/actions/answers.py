"""A file of answers becomes anonymous answers and counts: as a whole, or not at all; taken back as a whole."""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import ForeignObjectRel
from django.utils import timezone

from events.actions.tallying import recount
from events.models import (
    Answer,
    AnswerFile,
    CodebookEntry,
    Option,
    Question,
    Survey,
    Tally,
)
from kpknow.content.actions.publishing import look_again
from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.acts import record_act
from kpknow.content.models import ActVerb, Status, User
from kpknow.curation.answers.check import Checked, check
from kpknow.curation.answers.coded import forget_coded
from kpknow.curation.answers.columns import Said
from kpknow.curation.answers.fields import Field, fields_of
from kpknow.curation.answers.questions import make_questions
from kpknow.curation.answers.refusals import (
    BroughtInBefore,
    CellsNotRead,
    MoreThanInvited,
    NobodyAnswered,
    NotAsShown,
    NotBroughtIn,
)
from kpknow.curation.answers.rows import save_answers
from kpknow.curation.answers.sheet import Sheet, read_sheet
from kpknow.curation.models import Reading

logger = logging.getLogger(__name__)

KEPT_DAYS = 7
"""Files that nobody brought in are forgotten after so many days."""
OWN = (Answer, CodebookEntry, Option, Reading, Tally)
"""What goes with a question."""


@transaction.atomic
def take_answers(survey: Survey, content: bytes, name: str, *, wave: str, by: User) -> AnswerFile:
    """Keep what a file says but for who answered, until its columns are settled. Raises FileRefused."""
    sheet = read_sheet(content, name)
    old = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    AnswerFile.objects.unfinished().filter(uploaded_at__lt=old).delete()
    return AnswerFile.objects.create(
        survey=survey,
        wave=" ".join(wave.split())[:40],
        tool=sheet.tool,
        file_name=name.replace("\x00", "")[:120],
        content=sheet.packed(),
        left_out=sheet.left_out,
        uploaded_by_id=by.pk,
    )


def sheet_of(file: AnswerFile) -> Sheet:
    return Sheet.unpacked(bytes(file.content or b""))


def said_of(file: AnswerFile) -> dict[str, Said]:
    """Code → what somebody said the column is; empty before anybody did."""
    return {code: Said.read(kept) for code, kept in file.columns.items()}


def settle_answers(file: AnswerFile, said: Iterable[Said], *, name: str) -> None:
    """Keep what the columns are, under a name for next time if one is given."""
    file.columns, file.saved_as = {one.code: one.kept() for one in said}, name
    file.save(update_fields=("columns", "saved_as"))


def dry_run(file: AnswerFile, most: int | None = None) -> tuple[Sequence[Field], dict[str, Said], Checked]:
    """What bringing the file in would do; saves nothing."""
    sheet, said = sheet_of(file), said_of(file)
    fields = fields_of(sheet)
    return fields, said, check(sheet, fields, said, most) if most is not None else check(sheet, fields, said)


def shown_as(checked: Checked) -> str:
    """By which it is known whether a file still does what was shown."""
    return f"{len(checked.people)}:{checked.problem_count}"


def bring_answers_in(file: AnswerFile, *, by: User, shown: str, leaves_cells_out: bool = False) -> int:
    """Save everybody's answers, or nothing; how many people they are. Raises AnswersRefused.

    Rows go in in a random order. A second takes some 18,000 people with one question, 9,500 with five: counted, too.
    """
    with transaction.atomic():
        survey = Survey.objects.select_for_update().get(pk=file.survey_id)
        file = AnswerFile.objects.select_for_update().get(pk=file.pk)
        if file.imported_at or not file.content:
            raise BroughtInBefore
        fields, said, checked = dry_run(file)
        refuse(survey, checked, shown, leaves_cells_out)
        asked = [one for one in fields if one.code in said and said[one.code].asks]
        kept = make_questions(survey, asked, said)
        save_answers(file, survey, checked.people, kept)
        CodebookEntry.objects.bulk_create(
            CodebookEntry(
                file=file,
                question=kept[one.code].question,
                code=one.code[:200],
                wording=said[one.code].wording,
                options=kept[one.code].written(said[one.code]),
            )
            for one in asked
        )
        file.content, file.imported_at, file.people = None, timezone.now(), len(checked.people)
        file.save()
        recount(survey)
        survey.refresh_from_db()  # counting set how many answered
        if survey.is_published:
            look_again(survey, by=by)
        record_act(ActVerb.IMPORTED, by=by, about=file, note=f"answers {file.people}")
    logger.info("answers of %s people in file %s by account %s", file.people, file.pk, by.pk)
    return file.people


def refuse(survey: Survey, checked: Checked, shown: str, leaves_cells_out: bool) -> None:
    if shown_as(checked) != shown:
        raise NotAsShown
    if not checked.people:
        raise NobodyAnswered
    if checked.problem_count and not leaves_cells_out:
        raise CellsNotRead
    answered = survey.responses.count() + len(checked.people)
    if survey.invited is not None and answered > survey.invited:
        raise MoreThanInvited
    if survey.status == Status.WITHDRAWN:
        raise NotAsShown


@transaction.atomic
def take_answers_back(file: AnswerFile, *, by: User) -> int:
    """Forget everybody's answers of this file; how many people they were. Raises NotBroughtIn or FindingsRest.

    Passages that were coded in them are forgotten with their history, unless a finding rests on one.
    Questions it asked go too where no other file asks them, nothing else refers to them and the survey is not public;
    else they stay, without answers.
    """
    hold_writers()
    survey = Survey.objects.select_for_update().get(pk=file.survey_id)
    file = AnswerFile.objects.select_for_update().get(pk=file.pk)
    if not file.imported_at or file.undone_at:
        raise NotBroughtIn
    forget_coded(file, by=by)
    Answer.objects.filter(response__file=file).delete()
    file.responses.all().delete()
    file.undone_at = timezone.now()
    file.save(update_fields=("undone_at",))
    if not survey.is_published:
        asked = CodebookEntry.objects.filter(file__in=AnswerFile.objects.standing()).values("question")
        for question in survey.questions.filter(is_counted=True, codebook__file=file).exclude(pk__in=asked):
            if not is_used(question):
                question.delete()
    recount(survey)
    record_act(ActVerb.TOOK_BACK, by=by, about=file, note=f"answers {file.people}")
    logger.info("took back answers of file %s by account %s", file.pk, by.pk)
    return file.people


def is_used(question: Question) -> bool:
    """Whether a highlight, a finding or anything else but its own answers refers to it or to one of its options."""
    return any(
        relation.related_model not in OWN
        and relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": records}).exists()
        for model, records in ((Question, [question]), (Option, list(question.options.all())))
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many
    )
