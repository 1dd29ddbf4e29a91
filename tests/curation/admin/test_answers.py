"""A file of answers in the admin: chosen, its columns said, looked at, brought in, undone."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.models import AnswerFile, Response, Survey
from tests import builders as make
from tests.curation.answers import files

pytestmark = pytest.mark.django_db

ADD = "/staff/events/answerfile/bring-in/"


def upload(staff: Client, content: bytes, survey: Survey | None = None, **fields: Any) -> Any:
    survey = survey or make.make_survey(status="draft", invited=None, answered=None)
    return staff.post(ADD, {"survey": survey.pk, "file": SimpleUploadedFile("a.csv", content)} | fields)


def address(file: AnswerFile, page: str = "change") -> str:
    return reverse(f"admin:events_answerfile_{page}", args=(file.pk,))


def initial(form: Any) -> dict[str, Any]:
    return {name: field.initial or "" for name, field in form.fields.items()}


def read(response: Any) -> str:
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_a_file_goes_from_choosing_to_figures_and_back(staff: Client) -> None:
    chosen = upload(staff, files.surveymonkey(), wave="2018")
    file = AnswerFile.objects.get()
    columns = staff.get(chosen.url)
    assert "6 columns were cut and are stored nowhere" in columns.content.decode()

    settled = staff.post(chosen.url, initial(columns.context["form"]) | {"name": "Our form"})
    shown = staff.get(settled.url)
    assert "10 people answered" in shown.content.decode()
    assert Response.objects.count() == 0

    done = staff.post(address(file), {"shown": shown.context["shown"]}, follow=True)
    assert [str(one) for one in done.context["messages"]] == ["The answers of 10 people were brought in."]
    assert Response.objects.filter(wave="2018").count() == 10
    assert '"Used it?","Used it?","single","Yes","Yes"' in read(staff.get(address(file, "codebook")))

    staff.post(address(file, "undo"), follow=True)
    assert Response.objects.count() == 0


def test_problems_are_named_on_the_page_and_in_a_table(staff: Client) -> None:
    rows = [["How many?"], *[[str(number)] for number in range(30)], ["about ten"]]
    chosen = upload(staff, files.csv_file(rows))
    form = initial(staff.get(chosen.url).context["form"]) | {"kind-0": "number"}
    settled = staff.post(chosen.url, form)
    file = AnswerFile.objects.get()

    page = staff.get(settled.url).content.decode()
    table = read(staff.get(address(file, "problems")))
    refused = staff.post(address(file), {"shown": "30:1"}, follow=True)

    assert "1 cell cannot be read" in page
    assert '"32","How many?","“about ten” is no number."' in table
    assert "Some cells cannot be read." in refused.content.decode()
    staff.post(address(file), {"shown": "30:1", "leave": "yes"})
    assert Response.objects.count() == 30


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"wording-0": ""}, "Write the question as it was asked."),
        ({"answers-0": ""}, "Write the answers, one a line."),
        ({"target-0": "q999"}, "Select a valid choice."),
        ({"target-0": "country", "target-1": "country"}, "“Used?” is this already."),
        ({"target-0": "", "target-1": ""}, "Say of at least one column which question it is."),
        ({"name": "x" * 81}, "at most 80"),
        ({"wording-0": "x\x00"}, "Null characters are not allowed."),
    ],
)
def test_columns_that_cannot_be_are_refused_beside_them(changed: dict[str, str], words: str, staff: Client) -> None:
    chosen = upload(staff, files.csv_file([["Used?", "Again?"], *[["Yes", "No"]] * 4]))

    response = staff.post(chosen.url, initial(staff.get(chosen.url).context["form"]) | changed)

    assert response.status_code == 400
    assert words in response.content.decode()
    assert AnswerFile.objects.get().columns == {}


@pytest.mark.parametrize("content", [b"", b"Q", b"%PDF-1.4", b"PK\x03\x04broken", b"\xff\xfe\x00", b'Q\n"open'])
def test_a_file_that_cannot_be_read_is_refused_beside_it(content: bytes, staff: Client) -> None:
    response = upload(staff, content)

    assert response.status_code == 400
    assert response.context["form"].errors["file"]
    assert AnswerFile.objects.count() == 0


def test_a_survey_page_leads_to_its_answers(staff: Client) -> None:
    survey = make.make_survey(status="draft")

    page = staff.get(reverse("admin:events_survey_change", args=(survey.pk,))).content.decode()

    assert f"{ADD}?survey={survey.pk}" in page
    assert staff.get(f"{ADD}?survey=x%00").status_code == 200


def test_counted_figures_are_typed_by_nobody(staff: Client) -> None:
    question = make.make_counted(None, "Yes")

    form = staff.get(reverse("admin:events_question_change", args=(question.pk,)))

    page = form.content.decode()
    assert 'name="base"' not in page
    assert 'name="options-0-count"' not in page
    assert 'name="options-0-label"' in page
