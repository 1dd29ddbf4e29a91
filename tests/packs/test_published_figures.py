"""Every published figure of the follow-up study stands in a deck: page, table, text and slides show one number with one
base, and what the paper lost is lost everywhere.
"""

import csv
import html
import io

import pytest
from django.test import Client
from docx import Document
from pptx import Presentation

from kpknow.content.templatetags.kp import sentence
from kpknow.exports.slides.layouts import NOTE
from tests.demo.published import LOST, PUBLISHED
from tests.packs.copies import made

pytestmark = pytest.mark.django_db
SURVEY, THEME = "survey:kp-connect-follow-up", "theme:learning-that-lasts"


def rows(file: bytes) -> list[dict[str, str]]:
    return [row for row in csv.DictReader(io.StringIO(file.decode("utf-8-sig"))) if row["answer"]]


def figures_in(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(text for name, text in row.items() if name not in ("pack", "check_at"))


def charts_on(deck: bytes) -> dict[str, tuple[dict[str, int], str]]:
    """Wording → the numbers behind its chart, and what stands below it."""
    found = {}
    for slide in Presentation(io.BytesIO(deck)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                plot = shape.chart.plots[0]
                numbers = dict(zip(plot.categories, map(int, plot.series[0].values), strict=True))
                (below,) = [one.text_frame.text for one in slide.placeholders if one.placeholder_format.idx == NOTE]
                wording = slide.shapes.title.text_frame.text.partition(". ")[2]
                assert wording not in found
                found[wording] = (numbers, below)
    return found


def tables_in(document: bytes) -> dict[str, dict[str, str]]:
    """What describes a table → answer → figure."""
    return {
        table._tbl.tblPr.xpath("./w:tblDescription/@w:val")[0]: {
            row.cells[0].text: row.cells[1].text for row in table.rows
        }
        for table in Document(io.BytesIO(document)).tables
    }


def test_published_figures_are_the_same_on_the_page_in_the_tables_in_the_text_and_on_slides(demo: None) -> None:
    page = html.unescape(Client().get("/surveys/kp-connect-follow-up/").content.decode())
    table, slides = rows(made(SURVEY, "figures")), charts_on(made(SURVEY, "pptx"))
    text, theme = tables_in(made(SURVEY, "docx")), rows(made(THEME, "figures"))

    for number, section, start, answer, figure, base in PUBLISHED:
        (row,) = [one for one in table if one["question"].startswith(start) and one["answer"] == answer]
        drawn = int(figure.split()[0].rstrip("%"))
        assert (row["figure"], row["percent_or_count"], row["base"]) == (figure, str(drawn), base)
        assert number in row["source"]
        assert section in row["source"]
        shown = page[page.index(f"<caption>{row['question']}") :]
        cell = shown[shown.index(f"<div>{answer}") :]
        assert f"<td>{figure}</td>" in cell[: cell.index("</tr>")]
        assert base[1:] in shown[: shown.index("</table>")]
        numbers, below = slides[row["question"]]
        assert numbers[answer] == drawn
        assert below.startswith(f"{sentence(base)}.")
        assert section in below
        (told,) = [cells for described, cells in text.items() if described.startswith(f"{row['question']} ")]
        assert told[answer] == figure
    assert sum(len(numbers) for numbers, _below in slides.values()) == len(PUBLISHED)
    assert {row["answer"] for row in table if not row["percent_or_count"]} == {answer for _number, answer in LOST}
    assert {row["count"] for row in table if "not stated" in row["base"]} == {""}
    told_once = {figures_in(row) for row in table}
    assert len(theme) > 15
    assert {figures_in(row) for row in theme} <= told_once
