"""Our own 16:9 template: python-pptx brings a 4:3 one of somebody else, of which only the parts' frame is kept.

Made once a process (about 60 ms) and not kept as a file: what makes it can be read and reviewed.
"""

import io
from functools import cache
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.package import Part
from pptx.util import Emu

from kpknow.exports.slides.layouts import LAYOUTS, MASTER, TEXT_STYLES
from kpknow.exports.slides.looks import COLOURS, HEIGHT, SANS, SERIF, WIDTH

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def new_presentation() -> Any:
    """An empty presentation on our template."""
    return Presentation(io.BytesIO(template()))


@cache
def template() -> bytes:
    made = Presentation()
    made.slide_width, made.slide_height = Emu(WIDTH), Emu(HEIGHT)
    made.part._element.sldSz.attrib.pop("type", None)  # it says 4:3
    drop_foreign_parts(made)
    master = made.slide_master
    paint(master.part)
    redraw(master._element, MASTER)
    styles = master._element.find(f"{{{P}}}txStyles")
    master._element.replace(styles, parsed(TEXT_STYLES))
    for layout in list(made.slide_layouts)[len(LAYOUTS) :]:
        made.slide_layouts.remove(layout)
    for layout, (name, shapes) in zip(made.slide_layouts, LAYOUTS.items(), strict=True):
        element = layout._element
        for attribute in ("type", "preserve"):
            element.attrib.pop(attribute, None)
        element.set("preserve", "1")
        element.set("userDrawn", "1")
        redraw(element, shapes)
        element.cSld.set("name", name)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def drop_foreign_parts(made: Any) -> None:
    """Somebody's printer, program and picture of a first page, and properties that name who made them."""
    for holder in (made.part, made.part.package):
        for key, relation in list(holder._rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in ("printerSettings", "thumbnail", "extended-properties"):
                holder._rels.pop(key)
    properties = made.core_properties
    for name in ("author", "last_modified_by", "title", "subject", "keywords", "comments", "category"):
        setattr(properties, name, "")


def paint(master: Part) -> None:
    """Our colours and typefaces in the theme, which charts and new slides take theirs from."""
    part = next(one.target_part for one in master.rels.values() if one.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    theme.set("name", "kpknow")
    colours = theme.find(f".//{{{A}}}clrScheme")
    colours.set("name", "kpknow")
    for slot in colours:
        name = etree.QName(slot).localname
        for old in list(slot):
            slot.remove(old)
        etree.SubElement(slot, f"{{{A}}}srgbClr", val=COLOURS[name])
    for kind, face in (("majorFont", SERIF), ("minorFont", SANS)):
        fonts = theme.find(f".//{{{A}}}{kind}")
        for old in list(fonts)[3:]:
            fonts.remove(old)
        fonts.find(f"{{{A}}}latin").set("typeface", face)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def redraw(element: Any, shapes: str) -> None:
    """Our shapes and background in place of those of a master or layout."""
    shown = parsed(shapes)
    element.replace(element.cSld, shown)


def parsed(xml: str) -> Any:
    from pptx.oxml import parse_xml  # noqa: PLC0415

    return parse_xml(xml)
