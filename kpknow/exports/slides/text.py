"""Words on slides: every run says which language it is in, and what XML cannot hold is left out."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pptx.util import Pt

from kpknow.content.languages import direction
from kpknow.exports.office import office_language
from kpknow.exports.writable import writable


@dataclass(frozen=True)
class Run:
    """Words in one look. ``size`` in points; None: as the placeholder has it. ``after``: points below its paragraph."""

    words: str
    language: str
    size: float | None = None
    bold: bool = False
    colour: str = ""
    address: str = ""
    after: float | None = None


Line = Sequence[Run]
Box = tuple[float, float]
"""Width and height in points."""


def fill(shape: Any, lines: Sequence[Line]) -> None:
    """The lines, a paragraph each, in place of whatever the shape holds."""
    frame = shape.text_frame
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        for run in line:
            add_run(paragraph, run)
        if line and line[0].after is not None:
            paragraph.space_after = Pt(line[0].after)
        if line and direction(line[0].language) == "rtl":
            properties = paragraph._p.get_or_add_pPr()
            properties.set("algn", "r")
            properties.set("rtl", "1")


def add_run(paragraph: Any, run: Run) -> None:
    """``a:t`` holds no line break: what follows one is shown after a blank."""
    made = paragraph.add_run()
    made.text = " ".join(writable(run.words).split("\n"))
    made._r.get_or_add_rPr().set("lang", office_language(run.language))
    if run.size:
        made.font.size = Pt(run.size)
    if run.bold:
        made.font.bold = True
    if run.colour:
        theme_colour(made, run.colour)
    if run.address:
        made.hyperlink.address = run.address


def theme_colour(run: Any, name: str) -> None:
    """A colour of the theme, so that who adapts the theme adapts the text."""
    from pptx.oxml import parse_xml  # noqa: PLC0415

    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    fill_xml = f'<a:solidFill xmlns:a="{drawing}"><a:schemeClr val="{name}"/></a:solidFill>'
    run._r.get_or_add_rPr().insert(0, parse_xml(fill_xml))


def add_footer(slide: Any, words: str, language: str) -> None:
    """The footer and the number of the layout: PowerPoint shows them only where the slide repeats them."""
    for placeholder in slide.slide_layout.placeholders:
        kind = placeholder.placeholder_format.idx
        if kind not in (11, 12):
            continue
        element = deepcopy(placeholder._element)
        slide.shapes._spTree.append(element)
        if kind == 11:
            shape = slide.shapes[-1]
            shape.text_frame.clear()
            fill(shape, [[Run(words, language)]])
        element.nvSpPr.cNvPr.set("id", str(100 + kind))


def drop_empty(slide: Any) -> None:
    """Placeholders without words would ask whoever opens the file to click there."""
    for placeholder in list(slide.placeholders):
        if placeholder.has_text_frame and not placeholder.text_frame.text.strip():
            placeholder._element.getparent().remove(placeholder._element)


def size_for(lines: Sequence[Line], sizes: Sequence[float], box: Box) -> float:
    """The largest of the sizes, in points, at which these lines fit into a box.

    A letter is taken as half as wide as its size, a line as 1.3 times as high, and half a line ends a paragraph.
    """
    wide, high = box
    for size in sizes:
        in_line = wide / (size * 0.52)
        filled = sum(-(-sum(len(run.words) for run in line) // in_line) + 0.6 for line in lines)
        if filled * size * 1.3 <= high:
            return size
    return sizes[-1]
