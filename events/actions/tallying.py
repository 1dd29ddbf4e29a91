"""Answers become counts: once, when a file comes in or is taken back; pages only read them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count

from events.models import Answer, Breakdown, Option, Question, QuestionKind, Response, Survey, Tally
from events.reading.number_summary import ranges, summary
from kpknow.safety.suppression import SMALLEST_GROUP, Group, Tables, hidden_cells

ONE_ANSWER = (QuestionKind.SINGLE, QuestionKind.AGREE)
GROUPS = [f"response__{breakdown.value}" for breakdown in Breakdown]


@dataclass
class Counted:
    """One question's answers: how many of each group chose each option (None: answered at all), and its numbers."""

    question: Question
    total: Counter[int | None] = field(default_factory=Counter)
    cells: Counter[tuple[Group, int | None]] = field(default_factory=Counter)
    people: set[tuple[Group, ...]] = field(default_factory=set)
    numbers: defaultdict[Group, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, option: int | None, groups: Sequence[Group], count: int) -> None:
        self.people.add(tuple(groups))
        for chosen in {option, None} if self.question.kind in ONE_ANSWER else {option}:
            self.total[chosen] += count
            for group in groups:
                self.cells[group, chosen] += count


@transaction.atomic
def recount(survey: Survey) -> None:
    """Count all answers of a survey anew, settle what stays hidden, and set the bases and counts that follow.

    Two queries over the answers (one without questions on numbers); a second for half a million on a slow machine.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    questions = list(survey.questions.filter(is_counted=True).prefetch_related("options"))
    counted = count_answers(questions)
    asked = people_asked(survey)
    Tally.objects.filter(question__survey=survey).delete()
    tallies: list[Tally] = []
    for one in counted.values():
        tallies += tallies_of(one, asked.get(one.question.pk, 0))
        one.question.base, one.question.base_not_stated = one.total[None], False
        for option in one.question.options.all():
            option.count, option.share = one.total[option.pk], None
    Tally.objects.bulk_create(tallies, batch_size=500)
    Question.objects.bulk_update(questions, ("base", "base_not_stated"))
    options = [option for question in questions for option in question.options.all()]
    Option.objects.bulk_update(options, ("count", "share"), batch_size=200)
    if not survey.questions.filter(is_counted=False).exists():  # beside reported figures the number is the source's
        survey.answered = survey.responses.count() or None
        survey.save()


def people_asked(survey: Survey) -> dict[int, int]:
    """Question → how many people are in the files that hold it: one query."""
    rows = Response.objects.filter(survey=survey).values_list("file__codebook__question").annotate(count=Count("pk"))
    return {question: count for question, count in rows.order_by() if question}


def count_answers(questions: Iterable[Question]) -> dict[int, Counted]:
    counted = {question.pk: Counted(question) for question in questions}
    answers = Answer.objects.filter(question__in=list(counted)).order_by()
    for key, option, *groups, count in answers.values_list("question", "option", *GROUPS).annotate(count=Count("pk")):
        counted[key].add(option, named(groups), count)
    with_numbers = [key for key, one in counted.items() if one.question.kind == QuestionKind.NUMBER]
    if with_numbers:
        numbers = answers.filter(question__in=with_numbers, number__isnull=False)
        for key, number, *groups in numbers.values_list("question", "number", *GROUPS).iterator(chunk_size=5000):
            for group in (("", ""), *named(groups)):
                counted[key].numbers[group].append(number)
    return counted


def named(groups: Sequence[Any]) -> list[Group]:
    return [(name, "" if value is None else str(value)) for name, value in zip(Breakdown.values, groups, strict=True)]


def tallies_of(one: Counted, asked: int) -> list[Tally]:
    """The total in full; breakdowns with what is hidden marked, those of one group left out: they are the total."""
    question, base = one.question, one.total[None]
    tallies = [tally(question, ("", ""), option, count) for option, count in one.total.items()]
    for each in tallies:
        if each.option_id is None:
            each.asked = asked
            describe(each, one.numbers[("", "")])
    if base < SMALLEST_GROUP:
        return [each for each in tallies if each.option_id is None]
    tallies += [
        tally(question, (Tally.RANGE, found.words), None, found.count, order=order)
        for order, found in enumerate(ranges(one.numbers[("", "")]))
    ]
    tables = [name for name in Breakdown.values if len({group for group, _option in one.cells if group[0] == name}) > 1]
    cells = {cell: count for cell, count in one.cells.items() if cell[0][0] in tables}
    people = {tuple(group for group in alike if group[0] in tables) for alike in one.people}
    hidden = hidden_cells(Tables(people, cells, adds_up=question.kind in ONE_ANSWER))
    for group, option in sorted({*cells, *hidden}, key=repr):
        each = tally(question, group, option, cells.get((group, option), 0), is_hidden=(group, option) in hidden)
        if option is None and not each.is_hidden:
            describe(each, one.numbers[group])
        tallies.append(each)
    return tallies


def tally(question: Question, group: Group, option: int | None, count: int, **more: Any) -> Tally:
    return Tally(question=question, breakdown=group[0], group=group[1], option_id=option, count=count, **more)


def describe(each: Tally, numbers: Sequence[float]) -> None:
    found = summary(numbers)
    each.lowest, each.highest = found.lowest, found.highest
    each.lower_quartile, each.median, each.upper_quartile = found.lower_quartile, found.median, found.upper_quartile
