"""Words in a document: each run says its language, links are links, tables have a row of headings and a description."""

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from kpknow.content.languages import direction
from kpknow.exports.office import office_language
from kpknow.exports.writable import writable


def add_run(paragraph: Any, words: str, language: str, *, bold: bool = False) -> Any:
    run = paragraph.add_run(writable(words))
    run.bold = bold or None
    set_language(run._r, language)
    return run


def set_language(run: Any, language: str) -> None:
    properties = run.get_or_add_rPr()
    tag = OxmlElement("w:lang")
    is_right = direction(language) == "rtl"
    tag.set(qn("w:bidi" if is_right else "w:val"), office_language(language))
    if is_right:
        properties.append(OxmlElement("w:rtl"))  # before w:lang, as the standard orders them
    properties.append(tag)


def add_paragraph(document: Any, words: str, language: str, style: str = "Normal") -> Any:
    paragraph = document.add_paragraph(style=style)
    add_run(paragraph, words, language)
    if direction(language) == "rtl":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    return paragraph


def add_link(paragraph: Any, words: str, address: str, language: str) -> None:
    """python-docx knows no links of its own: a w:hyperlink around an ordinary run."""
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run = add_run(paragraph, words, language)
    run.underline = True
    link.append(run._r)
    paragraph._p.append(link)


WIDTHS = {2: (12.4, 4.0), 3: (9.4, 3.5, 3.5)}
"""Centimetres of the columns of a table: answers are long, figures short."""


def add_table(
    document: Any, headings: Sequence[str], rows: Sequence[Sequence[str]], described: str, language: str
) -> Any:
    """The first row is repeated on every page and read out as headings; ``described`` is its alternative text."""
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    for cell, words in zip(table.rows[0].cells, headings, strict=True):
        add_run(cell.paragraphs[0], words, language, bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            add_run(cell.paragraphs[0], words, language)
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    for column, width in zip(table.columns, WIDTHS[len(headings)], strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    properties = table._tbl.tblPr
    for name in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(name)
        element.set(qn("w:val"), writable(described)[:1000])
        properties.append(element)
    return table


def add_page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._r.append(element)
