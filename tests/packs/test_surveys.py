"""A survey as a pack: a slide a question, with its base and who did not answer, and nothing its page holds back."""

import csv
import io
import json

import pytest
from django.test import Client

from events.actions.tallying import recount
from events.models import Question, QuestionKind, Survey
from kpknow.packs.formats import FORMATS
from tests import builders as make
from tests.packs.copies import ask, document, everything_in, made, pages, slides

pytestmark = pytest.mark.django_db
FEW = "Quokka-few"
"""An answer so few people gave to a question that nothing of it is shown."""


@pytest.fixture
def survey(db: None) -> Survey:
    survey = make.make_survey("Afterwards", slug="asked", invited=50, limits="Voluntary.\nSmall.")
    safe = make.make_counted(survey, "Yes", "No", wording="Do you feel safe?")
    make.make_highlight(safe, text="The door has a lock now.", voice="A survey answer")
    make.make_answers(safe, "Yes", 6)
    make.make_answers(safe, "No", 2)
    few = make.make_counted(survey, FEW, wording="Who was hurt?", stage="apply")
    make.make_answers(few, FEW, 4)
    age = make.make_counted(survey, kind="number", wording="How old are you?")
    for years in range(20, 40):
        make.make_answers(age, years)
    why = make.make_question(survey, wording="Why?", kind=QuestionKind.OPEN, note="Told by few.")
    make.make_highlight(why, text="It helped me.", voice="A survey answer")
    recount(survey)
    return survey


def test_the_page_of_a_survey_leads_to_its_pack(survey: Survey) -> None:
    page = Client().get(survey.get_absolute_url()).content.decode()

    assert 'href="/packs/new/?of=survey:asked"' in page
    assert ask("survey:asked").context["form"].fields["point"].choices == [
        *(("q1", "Do you feel safe?"), ("q3", "How old are you?"), ("q4", "Why?"), ("q2", "Who was hurt?")),
    ]


def test_a_question_is_a_slide_with_its_chart_its_base_and_who_did_not_answer(survey: Survey) -> None:
    shown = slides(made("survey:asked", "pptx"))

    (safe,) = [one for one in shown if "Yes=75" in one]
    (under,) = [one for one in shown if "1. Do you feel safe?" in one and one != safe]
    assert "The door has a lock now." in under
    assert "n = 8. 24 did not answer." in safe
    assert "No=25" in safe
    assert "Yes: 75% (6); No: 25% (2)" in safe
    (age,) = [one for one in shown if "2. How old are you?" in one]
    assert "Median 29.5" in age
    (why,) = [one for one in shown if "3. Why?" in one]
    assert "It helped me." in why
    assert "Told by few." in why


def test_every_format_says_the_same(survey: Survey) -> None:
    rows = csv.DictReader(io.StringIO(made("survey:asked", "figures").decode("utf-8-sig")))
    text, brief = document(made("survey:asked", "docx")), " ".join(pages(made("survey:asked", "pdf")))

    (row,) = [one for one in rows if one["answer"] == "Yes"]
    found = [row[name] for name in ("figure", "percent_or_count", "base", "count", "did_not_answer")]
    assert found == ["75%", "75", "n = 8", "6", "24"]
    for told in (text, brief):
        assert told.count("Do you feel safe?") == 1
        assert "75%" in told
        assert "n = 8. 24 did not answer." in told
        assert "The door has a lock now." in told
    assert "1. Do you feel safe? Yes: 75% (n = 8)" in made("survey:asked", "txt").decode()
    assert json.loads(made("survey:asked", "json"))[0]["type"] == "dataset"


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "zip"])
@pytest.mark.parametrize("of", ["survey:asked", "theme:care"])
def test_no_pack_shows_what_the_page_holds_back(survey: Survey, of: str, kind: str) -> None:
    theme = make.make_theme("Care", slug="care")
    few = Question.objects.get(wording="Who was hurt?")
    safe = Question.objects.get(wording="Do you feel safe?")
    finding = make.make_finding(theme, make.make_highlight(None, theme), claim="It is safer")
    finding.questions.add(few, safe)
    theme.figures.create(order=1, option=few.options.get(), label=FEW)
    page = Client().get(survey.get_absolute_url()).content.decode()

    told = everything_in(made(of, kind))

    assert FEW not in page
    assert FEW not in told
    assert "n = 4" not in told


def test_a_question_too_few_answered_says_so_without_a_number(survey: Survey) -> None:
    (hurt,) = [one for one in slides(made("survey:asked", "pptx")) if "4. Who was hurt?" in one]

    assert "Fewer than 5 people answered: not shown." in hurt


def test_only_the_questions_that_were_ticked_go_in(survey: Survey) -> None:
    told = "\n".join(slides(made("survey:asked", "pptx", chosen="1", point=["q1"])))

    assert "Yes=75" in told
    assert "How old are you?" not in told


def test_a_copy_is_out_of_date_once_more_people_answered(survey: Survey) -> None:
    response = ask("survey:asked", "ris")
    name = response["Content-Disposition"].partition("pack-")[2][:12]
    make.make_answers(Question.objects.get(wording="Do you feel safe?"), "No", 2)
    recount(survey)

    page = Client().get(f"/packs/{name}/").content.decode()

    assert "This copy is out of date" in page
    assert "figures changed since." in page
