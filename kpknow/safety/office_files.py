"""What Word, Excel and PowerPoint files (ECMA-376) tell besides their pages, and taking it out."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpknow.safety.packages import Package, Reader
from kpknow.safety.picture_segments import bare_picture
from kpknow.safety.xml_cuts import Cuts, cut

MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
MAKERS = {
    "creator": "author", "lastModifiedBy": "author", "Manager": "author", "Company": "company",
    "description": "words", "keywords": "words", "subject": "words", "category": "words", "HyperlinkBase": "words",
}  # fmt: skip
"""Elements of docProps/core.xml and app.xml, and what they tell."""
CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo"})
COMMENT_PARTS = re.compile(
    r"(word|ppt|xl)/(comments|threadedComments|commentAuthors|authors|persons|people|revisions)[^/]*(/|\.xml$)"
    r"|word/people\.xml$|xl/drawings/vmlDrawing|xl/comments",
    re.IGNORECASE,
)
REMARKS = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference"})
WORD_CUTS = Cuts(
    whole=frozenset(
        {
            "del",
            "moveFrom",
            "commentRangeStart",
            "commentRangeEnd",
            "rPrChange",
            "pPrChange",
            "sectPrChange",
            "tblPrChange",
            "trPrChange",
            "tcPrChange",
            "tblGridChange",
            "numberingChange",
            "moveFromRangeStart",
            "moveFromRangeEnd",
            "moveToRangeStart",
            "moveToRangeEnd",
            "rsids",
            "docVars",
        }
    ),
    tags=frozenset({"ins", "moveTo"}),
    holding={"r": frozenset({"vanish", "commentReference"})},
)
RELATION_KINDS = (
    "thumbnail",
    "custom-properties",
    "comments",
    "commentsExtended",
    "commentsIds",
    "commentsExtensible",
    "people",
    "person",
    "threadedComment",
    "commentAuthors",
    "authors",
    "attachedTemplate",
    "vmlDrawing",
)
EMPTY_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
EMPTY_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


class Properties(Reader):
    """Which kinds of property of a file hold words."""

    def __init__(self) -> None:
        super().__init__()
        self.told: Counter[str] = Counter()
        self.name = ""

    def opened(self, name: str, given: dict[str, str]) -> None:
        self.name = name
        self.told["custom"] += name == "property"

    def characters(self, content: str) -> None:
        if self.name in MAKERS and content.strip():
            self.told[MAKERS[self.name]] = 1

    def closed(self, name: str) -> None:
        self.name = ""


class Hidden(Reader):
    """Tracked changes, hidden text, hidden sheets and slides of a part."""

    def __init__(self) -> None:
        super().__init__()
        self.told: Counter[str] = Counter()

    def opened(self, name: str, given: dict[str, str]) -> None:
        self.told["changes"] += name in CHANGES
        self.told["hidden"] += name == "vanish" and given.get("val", "1") not in ("0", "false", "off")
        self.told["sheets"] += name == "sheet" and given.get("state", "visible") != "visible"
        self.told["slides"] += name == "sld" and given.get("show") in ("0", "false")
        self.told["outside"] += (
            name == "Relationship"
            and given.get("TargetMode") == "External"
            and not given.get("Type", "").endswith("/hyperlink")
        )


def kind_of(package: Package) -> str:
    return next((kind for kind, part in MAIN_PARTS.items() if part in package.parts), "")


def inspect_office(data: bytes) -> tuple[str, list[str]]:
    """The kind of file and one sentence on each thing it tells besides its pages. Raises ValidationError."""
    package = Package(data)
    kind = kind_of(package)
    if not kind:
        raise ValidationError(_("This is a ZIP file, but no Word, Excel or PowerPoint file."))
    if package.has_macros:
        raise ValidationError(_("The file holds macros (programs). Save it without them."))
    told: Counter[str] = Counter()
    for name in package.parts:
        if name.startswith("docProps/") and name.endswith(".xml"):
            properties = Properties()
            package.parse(name, properties)
            told += properties.told
        elif is_looked_through(name):
            hidden = Hidden()
            package.parse(name, hidden)
            told += hidden.told
        told["thumbnail"] += name.startswith("docProps/thumbnail")
        told["comments"] += bool(COMMENT_PARTS.match(name))
        told["notes"] += bool(re.match(r"ppt/notesSlides/[^/]+\.xml$", name))
        told["embedded"] += "/embeddings/" in name
        if re.match(r"(word|xl|ppt)/media/", name):
            picture = package.read(name, 30 * 2**20)
            told["pictures"] += bare_picture(picture) != picture
    return kind, sentences(told)


def is_looked_through(name: str) -> bool:
    return bool(re.match(r"word/[a-zA-Z0-9]+\.xml$|xl/workbook\.xml$|ppt/slides/[^/]+\.xml$|.*\.rels$", name))


def sentences(told: "Counter[str]") -> list[str]:
    def counted(kind: str, one: str, many: str) -> str:
        return ngettext(one, many, told[kind]) % told[kind]

    words = {
        "author": _("It names who wrote or changed it."),
        "company": _("It names a company or organisation."),
        "words": _("Its properties hold a description or keywords."),
        "custom": counted("custom", "It has %d property of its own.", "It has %d properties of its own."),
        "thumbnail": _("It holds a small picture of its first page, perhaps of an older one."),
        "comments": _("It holds comments, with the names of those who wrote them."),
        "changes": counted("changes", "It holds %d tracked change.", "It holds %d tracked changes."),
        "hidden": counted("hidden", "It holds %d piece of hidden text.", "It holds %d pieces of hidden text."),
        "pictures": counted(
            "pictures", "%d picture in it tells of its making.", "%d pictures in it tell of their making."
        ),
        "sheets": counted("sheets", "It has %d hidden sheet.", "It has %d hidden sheets."),
        "slides": counted("slides", "It has %d hidden slide.", "It has %d hidden slides."),
        "notes": _("It has speaker’s notes."),
        "embedded": _("Other files are embedded in it."),
        "outside": _("It loads something from elsewhere when it is opened."),
    }
    return [words[kind] for kind in words if told[kind]]


def strip_office(data: bytes) -> bytes:
    """The file without properties, comments, tracked changes, hidden text and what its pictures tell.

    Hidden sheets and slides, notes and embedded files stay: they are part of what it says, for a person to judge.
    """
    package = Package(data)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in package.parts:
            if name.endswith("/") or is_dropped(name):
                continue
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, bare_part(name, package.read(name, 60 * 2**20)))
    return written.getvalue()


def is_dropped(name: str) -> bool:
    return bool(COMMENT_PARTS.match(name)) or (
        name.startswith("docProps/") and not name.endswith(("/core.xml", "/app.xml"))
    )


def bare_part(name: str, part: bytes) -> bytes:
    if name in ("docProps/core.xml", "docProps/app.xml"):
        return EMPTY_CORE if name.endswith("core.xml") else EMPTY_APP
    if "/media/" in name:
        return bare_picture(part)
    for pattern, cuts, whether in CUTS:
        if re.match(pattern, name):
            return cut(part, cuts, whether)
    return part


def always(_name: str, _given: dict[str, str]) -> bool:
    return True


def speaks_of_dropped(_name: str, given: dict[str, str]) -> bool:
    return is_dropped(given.get("PartName", "").lstrip("/"))


def leads_to_dropped(_name: str, given: dict[str, str]) -> bool:
    return given.get("Type", "").rpartition("/")[2] in RELATION_KINDS


CUTS: tuple[tuple[str, Cuts, Callable[[str, dict[str, str]], bool]], ...] = (
    (r".*\.rels$", Cuts(frozenset({"Relationship"})), leads_to_dropped),
    (r"\[Content_Types\]\.xml$", Cuts(frozenset({"Override"})), speaks_of_dropped),
    (r"word/[a-zA-Z0-9]+\.xml$", WORD_CUTS, always),
    (r"xl/worksheets/[^/]+\.xml$", Cuts(frozenset({"legacyDrawing"})), always),
)
"""Parts by their names, what is cut from them, and which elements that concerns."""
