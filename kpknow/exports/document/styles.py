"""An empty document in our looks. python-docx brings somebody's template: its picture and its names are dropped."""

import io
from functools import cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kpknow.exports.office import office_language

BRAND, INK, SECOND = RGBColor(0x65, 0x1D, 0x5C), RGBColor(0x21, 0x18, 0x29), RGBColor(0x59, 0x4E, 0x63)
SERIF, SANS = "Georgia", "Arial"
HEADINGS = {"Title": (26, SERIF), "Heading 1": (17, SERIF), "Heading 2": (13, SERIF)}
VOICE, SMALL = "Voice", "Provenance"
"""Our own styles: a passage somebody said, and where it was said."""


def new_document(language: str) -> Any:
    """Empty; what is typed into it later is taken for this language."""
    made = Document(io.BytesIO(template()))
    for one in made.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), office_language(language))
    return made


@cache
def template() -> bytes:
    made = Document()
    drop_foreign_parts(made)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    dress(made.styles["Normal"], 10.5, SANS, INK, after=6)
    for name, (size, face) in HEADINGS.items():
        dress(made.styles[name], size, face, BRAND, after=6)
        for border in made.styles[name].element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
    for name in ("List Bullet", "List Number"):
        dress(made.styles[name], 10.5, SANS, INK, after=3)
    voice = made.styles.add_style(VOICE, WD_STYLE_TYPE.PARAGRAPH)
    voice.base_style = made.styles["Normal"]
    dress(voice, 11, SERIF, INK, after=0)
    voice.paragraph_format.left_indent = Cm(0.6)
    voice.paragraph_format.keep_with_next = True
    small = made.styles.add_style(SMALL, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = made.styles["Normal"]
    dress(small, 8.5, SANS, SECOND, after=8)
    small.paragraph_format.left_indent = Cm(0.6)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def drop_foreign_parts(made: Any) -> None:
    package = made.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith(("/thumbnail", "/extended-properties")):
            package.rels.pop(key)
    properties = made.core_properties
    for name in ("author", "last_modified_by", "title", "subject", "keywords", "comments", "category"):
        setattr(properties, name, "")


def dress(style: Any, size: float, face: str, colour: RGBColor, *, after: float) -> None:
    """A typeface for every script: Word takes Cyrillic from one attribute and Arabic from another."""
    style.font.size, style.font.color.rgb, style.font.bold, style.font.italic = Pt(size), colour, False, False
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), face)
    style.paragraph_format.space_after = Pt(after)
