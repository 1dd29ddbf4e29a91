"""The follow-up study's figures on the finding they belong to: page, table and slides show one number with one base."""

import csv
import html
import io

import pytest
from django.test import Client

from kpknow.demo.actions import load_demo
from tests.packs.copies import made, slides

pytestmark = pytest.mark.django_db
SURVEY = "base not stated in the source; 32 people answered the survey"
AGREE = "Agree or strongly agree"
PUBLISHED = {
    # question, answer, figure as published, number of the chart, base; section of the paper
    ("issues key populations face", "Agree", "90%", 90, SURVEY),  # Acquiring knowledge
    ("run programmes with key populations", "Agree", "90%", 90, SURVEY),  # Acquiring knowledge
    ("Where did you pass on", "Inside my organisation", "97%", 97, SURVEY),  # Transferring knowledge
    ("Where did you pass on", "Outside my organisation", "22%", 22, SURVEY),  # Transferring knowledge
    ("How did you pass it on?", "Talked about it informally with colleagues", "75%", 75, SURVEY),  # Figure 5
    ("put what I learned into practice", AGREE, "88%", 88, SURVEY),  # Applying knowledge
    ("changed something", "Yes, reported at least one change", "31 of 32", 31, "n = 32"),  # Applying knowledge
    ("How did you use", "Reflected on own or organisational practice", "55%", 55, SURVEY),  # Figure 7
    ("How did you use", "Used knowledge to influence others", "48%", 48, SURVEY),  # Figure 7
    ("How did you use", "Used knowledge in decisions", "45%", 45, SURVEY),  # Figure 7
    ("across Africa", AGREE, "68%", 68, SURVEY),  # Collaborations and partnerships
    ("in my own country", AGREE, "68%", 68, SURVEY),  # Collaborations and partnerships
    ("in touch with other participants", "Yes", "93%", 93, SURVEY),  # Collaborations and partnerships
    ("Why did you get back in touch?", "To share information", "53%", 53, SURVEY),  # Figure 10
    ("Why did you get back in touch?", "To apply for funds together", "3%", 3, SURVEY),  # Figure 10
}


def test_published_figures_are_the_same_on_the_page_in_the_table_and_in_the_slides() -> None:
    load_demo()

    page = html.unescape(Client().get("/surveys/kp-connect-follow-up/").content.decode())
    rows = list(csv.DictReader(io.StringIO(made("theme:learning-that-lasts", "figures").decode("utf-8-sig"))))
    deck = slides(made("theme:learning-that-lasts", "pptx"))

    for question, answer, figure, number, base in PUBLISHED:
        row = next(row for row in rows if question in row["question"] and row["answer"] == answer)
        assert (row["figure"], row["percent_or_count"], row["base"]) == (figure, str(number), base)
        shown = page[page.index(row["question"]) :]
        shown = shown[: shown.index("</table>")]
        cell = shown[shown.index(f"<div>{answer}") :]
        assert f"<td>{figure}</td>" in cell[: cell.index("</tr>")]
        assert base[1:] in shown
        slide = next(slide for slide in deck if row["question"] in slide and f"{answer}={number}" in slide)
        assert base in slide
