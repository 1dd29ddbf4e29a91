"""The follow-up survey: every figure that can still be read, each with its base or “not stated”."""

from events.models import Event, Option, Programme, Question, Survey
from kpknow.demo.facts import read
from kpknow.demo.highlights import highlight_questions
from kpknow.demo.records import known, make, make_record, named, populations, show


def load_survey() -> None:
    row = read("survey.toml")["survey"]
    if known(Survey, row["slug"]):
        return
    apart = ("events", "programme", "populations", "questions")
    survey = make_record(Survey, row, apart=apart, programme=named(Programme, row["programme"]))
    survey.events.set([named(Event, slug) for slug in row["events"]])
    survey.populations.set(populations(row))
    questions = {}
    for order, asked in enumerate(row["questions"], start=1):
        question = make(Question, asked, apart=("key", "options"), survey=survey, order=order)
        for number, option in enumerate(asked.get("options", ()), start=1):
            make(Option, option, question=question, order=number)
        questions[asked["key"]] = question
    show(survey)
    highlight_questions(questions)


def question_of(key: str) -> Question | None:
    """The question of a key; None where a curator has taken it out."""
    row = read("survey.toml")["survey"]
    keys = [asked["key"] for asked in row["questions"]]
    wording = row["questions"][keys.index(key)]["wording"]
    survey = named(Survey, row["slug"])
    return survey.questions.filter(wording=wording).first()
