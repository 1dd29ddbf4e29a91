"""Word files (ECMA-376) as passages: read part by part, four megabytes of text XML in about a second."""

import re
from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpknow.curation.documents.passages import Kind, Passage, spaced
from kpknow.curation.documents.reading_result import MOST_PASSAGES, FoundPicture, Reading, too_long
from kpknow.safety.packages import Package, Reader

MAIN = "officeDocument"
STYLES = (
    (re.compile(r"(heading|titre|überschrift|t[ií]tulo|заголовок)\s*\d|title\b", re.IGNORECASE), Kind.HEADING),
    (re.compile(r"(intense )?quote\b|citation", re.IGNORECASE), Kind.QUOTE),
    (re.compile(r"list (bullet|number)", re.IGNORECASE), Kind.ITEM),
)
SAID_OFF = {"0", "false", "off", "none"}
LARGEST_PICTURE = 15 * 2**20


class Relations(Reader):
    """What a part leads to: id → target, and which of them lie outside the file."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.outside: set[str] = set()
        self.main = ""

    def opened(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship":
            target = given.get("Target", "")
            self.targets[given.get("Id", "")] = target
            if given.get("TargetMode") == "External" or ":" in target:
                self.outside.add(given.get("Id", ""))
            elif given.get("Type", "").endswith(f"/{MAIN}"):
                self.main = target.lstrip("/")


class Styles(Reader):
    """Which kind of passage a style makes. Word keeps the English names of its own styles in every language."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[str, str] = {}
        self.style = ""

    def opened(self, name: str, given: dict[str, str]) -> None:
        if name == "style":
            self.style = given.get("styleId", "")
        elif name == "name" and self.style and (kind := kind_of_style(given.get("val", ""))):
            self.kinds[self.style] = kind
        elif name == "outlineLvl" and self.style:
            self.kinds.setdefault(self.style, Kind.HEADING)


def kind_of_style(name: str) -> str:
    return next((kind for pattern, kind in STYLES if pattern.match(name)), "")


class Body(Reader):
    """The paragraphs, table rows and pictures of the text; what was deleted or hidden is counted and left out."""

    def __init__(self, styles: dict[str, str]) -> None:
        super().__init__()
        self.styles = styles
        self.passages: list[Passage] = []
        self.pictures: list[str] = []
        """Relation ids, in the order of the passages that show them."""
        self.left: Counter[str] = Counter()
        self.words: list[list[str]] = []
        self.kind = ""
        self.deleted = self.skipped = self.tables = 0
        self.hidden = self.in_run = self.in_text = False
        self.cells: list[str] = []
        self.described = ""

    def opened(self, name: str, given: dict[str, str]) -> None:
        if name in ("Fallback", "instrText", "delText"):
            self.skipped += 1
        elif name in ("del", "moveFrom"):
            self.deleted += 1
            self.left["deleted"] += 1
        elif name == "p":
            self.words.append([])
            self.kind = "" if len(self.words) == 1 else self.kind
        elif name == "tbl":
            self.tables += 1
        elif name == "r":
            self.in_run, self.hidden = True, False
        elif name == "t":
            self.in_text = True
        elif name in ("tab", "br", "cr", "noBreakHyphen") and self.in_run:
            self._say("-" if name == "noBreakHyphen" else " ")
        else:
            self._opened_mark(name, given)

    def _opened_mark(self, name: str, given: dict[str, str]) -> None:
        value = given.get("val", "")
        if name == "vanish" and self.in_run and value not in SAID_OFF:
            self.hidden = True
            self.left["hidden"] += 1
        elif name == "pStyle":
            self.kind = self.styles.get(value) or kind_of_style(value) or self.kind
        elif name == "numId" and value != "0" and not self.kind:
            self.kind = Kind.ITEM
        elif name in ("footnoteReference", "endnoteReference"):
            self.left["notes"] += 1
        elif name == "commentReference":
            self.left["comments"] += 1
        elif name == "docPr":
            self.described = given.get("descr", "")
        elif name == "blip" and not (self.deleted or self.skipped):
            self._show(given.get("embed", "") or given.get("link", ""))
        elif name == "imagedata" and not (self.deleted or self.skipped):
            self._show(given.get("id", ""))

    def closed(self, name: str) -> None:
        if name in ("Fallback", "instrText", "delText"):
            self.skipped -= 1
        elif name in ("del", "moveFrom"):
            self.deleted -= 1
        elif name == "r":
            self.in_run = self.hidden = False
        elif name == "t":
            self.in_text = False
        elif name == "p" and self.words:
            self._keep(spaced("".join(self.words.pop())))
        elif name == "tr" and self.tables == 1 and self.cells:
            self.passages.append(Passage(Kind.PARAGRAPH, " | ".join(self.cells)))
            self.cells = []
        elif name == "tbl":
            self.tables -= 1

    def characters(self, content: str) -> None:
        if self.in_text:
            self._say(content)

    def _say(self, words: str) -> None:
        if self.words and not (self.deleted or self.skipped or self.hidden):
            self.words[-1].append(words)

    def _keep(self, text: str) -> None:
        if text and self.tables:
            self.cells.append(text)
        elif text:
            self.passages.append(Passage(self.kind or Kind.PARAGRAPH, text))
            if len(self.passages) > MOST_PASSAGES:
                raise too_long()

    def _show(self, relation: str) -> None:
        if relation:
            self.pictures.append(relation)
            self.passages.append(Passage(Kind.PICTURE, spaced(self.described), picture=len(self.pictures)))
        self.described = ""


def read_docx(data: bytes) -> Reading:
    """Raises ValidationError for macros, entities, bombs and damage."""
    package = Package(data)
    if package.has_macros:
        raise ValidationError(_("The file holds macros (programs). Save it as .docx without them."))
    main = relations(package, "_rels/.rels").main or "word/document.xml"
    if main not in package.parts:
        raise ValidationError(_("This is a ZIP file, but no Word document. Unpack it, or save the text as .docx."))
    folder, _slash, file = main.rpartition("/")
    related = relations(package, f"{folder}/_rels/{file}.rels")
    styles = Styles()
    if f"{folder}/styles.xml" in package.parts:
        package.parse(f"{folder}/styles.xml", styles)
    body = Body(styles.kinds)
    package.parse(main, body)
    reading = Reading(body.passages, notes_of(body.left))
    for relation in body.pictures:
        target = related.targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        is_here = relation not in related.outside and path in package.parts
        reading.pictures.append(FoundPicture(package.read(path, LARGEST_PICTURE) if is_here else b""))
    if any("/embeddings/" in name for name in package.parts):
        reading.notes.append(_("Files embedded in it were left out."))
    return reading


def relations(package: Package, name: str) -> Relations:
    found = Relations()
    if name in package.parts:
        package.parse(name, found)
    return found


def notes_of(left: "Counter[str]") -> list[str]:
    words = {
        "deleted": ngettext(
            "%d deletion that was tracked is left out.", "%d tracked deletions are left out.", left["deleted"]
        ),
        "hidden": ngettext(
            "%d hidden piece of text is left out.", "%d hidden pieces of text are left out.", left["hidden"]
        ),
        "notes": ngettext("%d footnote is left out.", "%d footnotes are left out.", left["notes"]),
        "comments": ngettext("%d comment is left out.", "%d comments are left out.", left["comments"]),
    }
    return [words[kind] % left[kind] for kind in words if left[kind]]
