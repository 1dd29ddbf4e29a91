"""The questions a file asks: those the survey has, and new ones at its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max

from events.models import Option, Question, QuestionKind, Survey, term_key
from kpknow.curation.answers.columns import NEW, Said
from kpknow.curation.answers.fields import Field, lean_of
from kpknow.curation.answers.refusals import NewWords, NotAsShown

WITH_OPTIONS = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.AGREE)


@dataclass
class Kept:
    """A question of the survey, and its options by their folded words."""

    question: Question
    options: dict[str, Option]
    keys: dict[str, int] = field(default_factory=dict)

    def key(self, words: str) -> int:
        """Of the option called so; words are folded once, for that is slow."""
        if words not in self.keys:
            self.keys[words] = self.options[term_key(words)].pk
        return self.keys[words]

    def written(self, said: Said) -> dict[str, str]:
        """Option key → how the file writes it; empty for one that the file does not have."""
        found = {str(option.pk): "" for option in self.options.values()}
        for text, words in said.written.items():
            if option := self.options.get(term_key(words)):
                found[str(option.pk)] = text
        return found


def make_questions(survey: Survey, asked: Sequence[Field], said: Mapping[str, Said]) -> dict[str, Kept]:
    """Code → its question, made where it is new, with every option the columns name. Raises NewWords."""
    there = {question.pk: question for question in survey.questions.prefetch_related("options")}
    last = survey.questions.aggregate(last=Max("order"))["last"] or 0
    kept: dict[str, Kept] = {}
    options: list[Option] = []
    for one in asked:
        meant = said[one.code]
        question = there.get(meant.question or 0)
        if question is None:
            if meant.target != NEW:
                raise NotAsShown
            last += 1
            question = Question(survey=survey, order=last, wording=meant.wording, kind=meant.kind, base=0)
            question.is_counted = True
            refuse_new_words(survey)
            question.save()
        found = {term_key(option.label): option for option in question.options.all()}
        order = max((option.order for option in found.values()), default=0)
        for words in meant.options if meant.kind in WITH_OPTIONS else ():
            if term_key(words) not in found:
                refuse_new_words(survey)
                order += 1
                lean = lean_of(words) if meant.kind == QuestionKind.AGREE else ""
                found[term_key(words)] = Option(question=question, order=order, label=words, count=0, lean=lean)
                options.append(found[term_key(words)])
        kept[one.code] = Kept(question, found)
    Option.objects.bulk_create(options)
    return kept


def refuse_new_words(survey: Survey) -> None:
    if survey.is_published:
        raise NewWords
