"""What the columns of a file were the last time, and which questions of the survey they are."""

from collections.abc import Sequence

from events.models import AnswerFile, CodebookEntry, Question, term_key
from kpknow.curation.answers.columns import NEW, Said
from kpknow.curation.answers.fields import Field


def saved_names() -> list[str]:
    """Names that columns were kept under, the latest first."""
    names = AnswerFile.objects.exclude(saved_as="").order_by("-pk").values_list("saved_as", flat=True)
    return list(dict.fromkeys(names))[:50]


def known_columns(
    file: AnswerFile, fields: Sequence[Field], questions: Sequence[Question], name: str = ""
) -> dict[str, Said]:
    """Code → what a column is: as kept under the name, else as the survey's files before, or its own wordings, say.

    What was a question of another survey is looked for among this one's, and new where it is not there. Three queries.
    """
    by_words = {term_key(question.wording): question for question in questions}
    found: dict[str, Said] = {}
    for one in fields:
        if question := by_words.get(term_key(one.wording)) or by_words.get(term_key(one.code)):
            found[one.code] = of_question(one, question, {})
    entries = CodebookEntry.objects.filter(file__survey=file.survey_id).order_by("pk")
    by_key = {question.pk: question for question in questions}
    fields_by_code = {one.code: one for one in fields}
    for entry in entries.exclude(file=file):
        if entry.code in fields_by_code and (question := by_key.get(entry.question_id)):
            found[entry.code] = of_question(fields_by_code[entry.code], question, entry.options)
    kept = AnswerFile.objects.filter(saved_as=name).exclude(pk=file.pk).order_by("-pk").first() if name else None
    for code, columns in (kept.columns if kept else {}).items():
        said = Said.read(columns)
        if code in fields_by_code and said.question not in by_key and said.asks:
            question = by_words.get(term_key(said.wording))
            said.target = f"q{question.pk}" if question else NEW
        found[code] = said
    return found


def of_question(one: Field, question: Question, options: dict[str, str]) -> Said:
    """A column as a question that is there: its answers as they are called here, and as the file before wrote them."""
    written = {options.get(str(option.pk)) or option.label: option.label for option in question.options.all()}
    ticks = {term_key(label): label for label in one.labels}
    if one.has_ticks:
        written = {ticks.get(term_key(text), text): words for text, words in written.items()}
    return Said(one.code, f"q{question.pk}", question.kind, question.wording, one.separator, written)
