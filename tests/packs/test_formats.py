"""Every format of a pack opens, says the same numbers with the same bases, and runs nothing."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from gettext import GNUTranslations
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from kpknow import packs
from kpknow.packs.formats import FORMATS
from kpknow.packs.forms import FRAMES
from stories.models import Theme
from tests import builders as make
from tests.packs.copies import document, everything_in, made, pages, slides

pytestmark = pytest.mark.django_db
HOSTILE = (
    "=HYPERLINK(1) {\\#x} $a_b$ <b>&amp; [*q*] #let x = 1 \x07😀👩🏽‍⚕️ e\u0301 שלום مرحبا Сёстры ғ ▯ 日本 \u202eabc"
)
DESCRIBED = "What changed? n = 32. Several answers were allowed. Practice: 55%; Policy: 12%."


def rows(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))


def test_all_formats_have_the_same_figures_with_the_same_base(theme: Theme) -> None:
    files = {kind: made("theme:lasting", kind) for kind in ("pptx", "pdf", "docx", "figures", "xlsx")}
    told = {
        "pptx": "\n".join(slides(files["pptx"])),
        "pdf": " ".join(pages(files["pdf"])),
        "docx": document(files["docx"]),
        "figures": "\n".join(str(row) for row in rows(files["figures"])),
    }

    assert [kind for kind, words in told.items() if "55%" not in words or "n = 32" not in words] == []
    assert {
        (row["answer"], row["percent_or_count"], row["base"]) for row in rows(files["figures"]) if row["answer"]
    } == {
        ("Practice", "55", "n = 32"),
        ("Policy", "12", "n = 32"),
    }
    sheet = load_workbook(io.BytesIO(files["xlsx"]))["Figures"]
    assert ["What changed?", "Practice", "55%", "55", "n = 32"] in [
        [cell.value for cell in row[:5]] for row in sheet.iter_rows()
    ]


def test_the_deck_is_whole_and_names_nobody(theme: Theme) -> None:
    file = made("theme:lasting", "pptx")
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    deck = Presentation(io.BytesIO(file))

    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [name for name in names if "printer" in name or "thumbnail" in name] == []
    types = zipfile.ZipFile(io.BytesIO(file)).read("[Content_Types].xml").decode()
    parts = [name for name in names if name.endswith(".xml") and not name.startswith("[")]
    assert [name for name in parts if f'PartName="/{name}"' not in types] == []
    assert deck.core_properties.author == deck.core_properties.last_modified_by == ""
    assert deck.core_properties.title == "Learning that lasts"
    assert all(slide.shapes.title.text_frame.text.strip() for slide in deck.slides)
    assert [slide.slide_id for slide in deck.slides if slide.slide_layout.name not in LAYOUTS] == []
    for slide in deck.slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(numbers) == len(set(numbers))
        assert [
            run
            for run in slide._element.iter(RUN)
            if run.find(PROPERTIES) is None or not run.find(PROPERTIES).get("lang")
        ] == []


LAYOUTS = {"Title", "Text", "List", "Finding with voices", "Figure", "Leading figures", "Voices"}
RUN = "{http://schemas.openxmlformats.org/drawingml/2006/main}r"
PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"


def test_charts_are_charts_with_their_words_and_numbers_that_can_be_edited(theme: Theme) -> None:
    deck = Presentation(io.BytesIO(made("theme:lasting", "pptx")))

    frames = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]

    assert len(frames) == 1
    assert frames[0]._element.nvGraphicFramePr.cNvPr.get("descr") == DESCRIBED
    sheet = load_workbook(io.BytesIO(frames[0].chart.part.chart_workbook.xlsx_part.blob)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [["Practice", 55], ["Policy", 12]]


def test_speaker_notes_say_where_it_comes_from(theme: Theme) -> None:
    deck = Presentation(io.BytesIO(made("theme:lasting", "pptx")))

    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]

    assert any(
        "It changed how we work. (A survey answer · Follow-up) http://testserver/highlights/" in one for one in notes
    )
    assert any("Rests on: 1 survey (32 answered)." in one for one in notes)


def test_the_brief_is_tagged(theme: Theme) -> None:
    reader = PdfReader(io.BytesIO(made("theme:lasting", "pdf", language="en")))
    root = reader.trailer["/Root"]
    figures = [element for element in tagged(root["/StructTreeRoot"]) if element.get("/S") == "/Figure"]

    assert len(reader.pages) <= 4
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Learning that lasts"
    assert not reader.metadata.author
    assert [one["/Alt"] for one in figures] == [DESCRIBED]
    headings = [element["/S"] for element in tagged(root["/StructTreeRoot"]) if str(element.get("/S")).startswith("/H")]
    assert "/H1" in headings
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert any("/highlights/" in str(link["/A"].get("/URI")) for link in links)


def tagged(element: object) -> list[dict[str, object]]:
    found = element.get_object()  # type: ignore[attr-defined]
    if not isinstance(found, dict):
        return [one for child in found for one in tagged(child)] if isinstance(found, list) else []
    inside = found.get("/K", [])
    children = inside if isinstance(inside, list) else [inside]
    return [found, *(one for child in children if hasattr(child, "get_object") for one in tagged(child))]


def test_a_long_theme_still_fits_four_pages_and_says_what_is_missing() -> None:
    theme = make.make_theme("Long", slug="long", limits="\n".join("Few voices. " * 9 for _line in range(30)))
    story = make.make_story(body="\n\n".join(f"Voice number {n}. " + "It went on and on. " * 20 for n in range(6)))
    voices = [make.make_highlight(block, theme) for block in story.blocks.all()]
    for number in range(15):
        make.make_finding(theme, *voices, claim=f"Claim {number}", explanation="All of it is what people say. " * 12)

    shown = pages(made("theme:long", "pdf"))

    assert len(shown) <= 4
    assert re.search(r"Left out here for length: \d+ voices", " ".join(shown))
    assert "Claim 14" in " ".join(shown)


@pytest.mark.parametrize("kind", FORMATS)
def test_hostile_words_break_no_format_and_run_in_none(kind: str) -> None:
    theme = make.make_theme(HOSTILE, slug="hostile", summary=HOSTILE, limits=HOSTILE, meaning="x")
    question = make.make_question(make.make_survey(HOSTILE), wording=HOSTILE, shares={HOSTILE: 55, "=1+1": 5})
    finding = make.make_finding(
        theme, make.make_highlight(question, theme, text=HOSTILE, voice=HOSTILE[:100]), claim=HOSTILE
    )
    finding.questions.add(question)
    theme.recommendations.create(order=1, text=HOSTILE, audience=HOSTILE[:100])
    theme.figures.create(order=1, option=question.options.first(), label=HOSTILE[:110])

    told = everything_in(made("theme:hostile", kind, tone="informal"))

    assert "\x07" not in told
    assert "<f>" not in told
    assert "Сёстры" in told or kind in ("bib", "zip", "pptx", "docx", "xlsx")


def test_signs_without_a_shape_are_shown_as_boxes_and_it_is_said(theme: Theme) -> None:
    Theme.objects.filter(pk=theme.pk).update(summary="Care 😀 日本 and Сёстры.")

    words = " ".join(pages(made("theme:lasting", "pdf")))

    assert "Care ▯ ▯▯ and Сёстры." in words
    assert "Signs that our typeface does not have" in words


def test_the_text_to_edit_has_real_headings_and_tables(theme: Theme) -> None:
    read = Document(io.BytesIO(made("theme:lasting", "docx")))

    headings = [one.text for one in read.paragraphs if one.style.name.startswith(("Heading", "Title"))]
    assert headings[:5] == ["Learning that lasts", "In short", "The figures", "Findings", "1. Practice changed"]
    assert read.core_properties.author == ""
    assert all(table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader") for table in read.tables)
    assert all(table._tbl.tblPr.xpath("./w:tblDescription/@w:val") for table in read.tables)
    assert [table.columns[0].width > table.columns[1].width for table in read.tables] == [True, True]
    assert read.styles.element.xpath(".//w:docDefaults//w:lang/@w:val") == ["en-GB"]
    assert {run._r.xpath("./w:rPr/w:lang/@w:val")[0] for one in read.paragraphs for run in one.runs} == {"en-GB"}


@pytest.mark.parametrize("tone", ["formal", "informal"])
def test_the_message_fits_a_telephone(theme: Theme, tone: str) -> None:
    Theme.objects.filter(pk=theme.pk).update(summary="Зиндагӣ 😀 " * 60)
    message = made("theme:lasting", "txt", tone=tone).decode()

    assert len(message.encode("utf-16-le")) // 2 <= 700
    assert message.startswith("Learning that lasts\n")
    assert "http://testserver/themes/lasting/" in message
    assert re.search(r"http://testserver/packs/[a-z2-9]{12}/$", message)


def test_a_message_never_has_a_figure_without_its_base(theme: Theme) -> None:
    message = made("theme:lasting", "txt").decode()

    assert "55% changed their practice (n = 32)" in message


def test_references_are_read_by_those_who_cite(theme: Theme) -> None:
    entry = json.loads(made("theme:lasting", "json"))[0]
    bib, ris = made("theme:lasting", "bib").decode(), made("theme:lasting", "ris").decode()

    assert (entry["type"], entry["title"], entry["URL"]) == (
        *("report", "Learning that lasts"),
        "http://testserver/themes/lasting/",
    )
    assert bib.startswith("@techreport{kpknow-learning-that-lasts,\n  title = {{Learning that lasts}},")
    assert bib.count("{") == bib.count("}")
    assert "TY  - RPRT\r\nTI  - Learning that lasts\r\n" in ris
    assert all(f"/packs/{entry['id']}/" in told for told in (entry["note"], bib, ris))


def test_everything_comes_as_one_archive_of_small_files(theme: Theme) -> None:
    with zipfile.ZipFile(io.BytesIO(made("theme:lasting", "zip"))) as parts:
        sizes = {part.filename.partition(".")[2]: part.file_size for part in parts.infolist()}

    assert sorted(sizes) == sorted(one.suffix for kind, one in FORMATS.items() if kind != "zip")
    assert [name for name, size in sizes.items() if size > 2 * 2**20] == []


@pytest.mark.parametrize("kind", ["pptx", "pdf", "docx", "txt"])
def test_the_words_around_come_in_another_language(theme: Theme, kind: str) -> None:
    told = everything_in(made("theme:lasting", kind, language="ru"))

    assert "Learning that lasts" in told
    assert "подборка" in told.lower()
    assert "Читать:" in told if kind == "txt" else "Коротко" in told
    assert "/ru/" not in told


@pytest.mark.parametrize("language", [tag for tag in FRAMES if tag != "en"])
def test_every_language_of_the_frame_is_compiled_from_its_words(language: str) -> None:
    folder = Path(packs.__file__).parent / "locale" / language / "LC_MESSAGES"
    pairs = re.findall(
        r'^msgid "(.+)"\n(?:msgid_plural "(.+)"\n)?msgstr(?:\[0\])? "(.+)"$',
        (folder / "django.po").read_text(),
        re.MULTILINE,
    )
    with (folder / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)

    assert len(pairs) > 80
    assert [
        one
        for one, many, words in pairs
        if (compiled.ngettext(one, many, 1) if many else compiled.gettext(one)) != words
    ] == []
