"""HTML as passages. Only words survive, so nothing can run; one pass, so that no nesting makes it slow.

The parsers at hand need minutes for some megabytes of hostile HTML (open tags, open comments); a story keeps none of
the markup they would bring.
"""

import base64
import binascii
import re
from html import unescape
from urllib.parse import unquote_to_bytes

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpknow.curation.documents.passages import Kind, Passage, spaced
from kpknow.curation.documents.reading_result import MOST_PASSAGES, FoundPicture, Reading, too_long

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
UNREAD = {"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "title", "textarea", "select"}
BLOCKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
    ),
    *(
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
    ),
    *("summary", "table", "tr", "ul", *HEADINGS),
}
MOST_TAGS = 200_000
MARKUP = re.compile(r"<(?=/?[a-zA-Z]|[!?])")
"""A “<” that begins a tag, a comment or a declaration; any other is a sign of the text."""
NAME = re.compile(r"/?[a-zA-Z][^\s/>]*")
ATTRIBUTE = re.compile(r"""(?<![a-zA-Z-])([a-zA-Z-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
DATA_PICTURE = re.compile(r"data:image/(?:png|jpe?g|webp)(?P<base64>;base64)?,", re.IGNORECASE)


class Page:
    """The words seen so far, and what kind of passage they are going to be."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.pictures: list[FoundPicture] = []
        self.words: list[str] = []
        self.kind: str = Kind.PARAGRAPH
        self.quotes = self.tags = 0

    def flush(self) -> None:
        if self.words and (text := spaced(unescape("".join(self.words))).removesuffix(" |")):
            kind = Kind.QUOTE if self.quotes and self.kind == Kind.PARAGRAPH else self.kind
            self.passages.append(Passage(kind, text))
            if len(self.passages) > MOST_PASSAGES:
                raise too_long()
        self.words = []

    def tag(self, name: str, attributes: str) -> None:
        self.tags += 1
        if self.tags > MOST_TAGS:
            raise ValidationError(_("The page is too long to be read. Copy its text and paste it here."))
        bare = name.lstrip("/")
        if bare in ("td", "th") and name.startswith("/"):
            self.words.append(" | ")
        if bare == "img":
            self._show(attributes)
        if bare not in BLOCKS:
            return
        self.flush()
        if bare == "blockquote":
            self.quotes = max(0, self.quotes + (-1 if name.startswith("/") else 1))
        elif name in HEADINGS:
            self.kind = Kind.HEADING
        elif name == "li":
            self.kind = Kind.ITEM
        elif bare != "br":
            self.kind = Kind.PARAGRAPH

    def _show(self, attributes: str) -> None:
        given = {found[1].lower(): found[2] or found[3] or found[4] or "" for found in ATTRIBUTE.finditer(attributes)}
        self.flush()
        self.pictures.append(FoundPicture(data_picture(unescape(given.get("src", "")))))
        self.passages.append(Passage(Kind.PICTURE, spaced(unescape(given.get("alt", ""))), picture=len(self.pictures)))


def data_picture(address: str) -> bytes:
    """The picture an address itself holds; nothing for one that lies elsewhere: nobody is ever asked for it."""
    found = DATA_PICTURE.match(address)
    if not found:
        return b""
    rest = address[found.end() :]
    try:
        return base64.b64decode(rest) if found["base64"] else unquote_to_bytes(rest)
    except (binascii.Error, ValueError):
        return b""


def read_html(text: str) -> Reading:
    page, place, is_whole = Page(), 0, True
    while place < len(text):
        found_start = MARKUP.search(text, place)
        if found_start is None:
            page.words.append(text[place:])
            break
        start = found_start.start()
        page.words.append(text[place:start])
        end = end_of_markup(text, start)
        if end < 0:
            is_whole = False
            break
        found = NAME.match(text, start + 1)
        if found:
            name = found[0].lower()
            page.tag(name, text[found.end() : end - 1])
            if name in UNREAD and not text[start:end].endswith("/>"):
                closing = re.compile(f"</{name}", re.IGNORECASE).search(text, end)
                end = closing.start() if closing else len(text)
        place = end
    page.flush()
    notes = [] if is_whole else [_("The file breaks off in the middle of a tag; what follows is missing.")]
    return Reading(page.passages, notes, page.pictures)


def end_of_markup(text: str, start: int) -> int:
    """Where the tag, comment or declaration at ``start`` ends; -1 where it never does."""
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        return end + 3 if end >= 0 else -1
    if text.startswith(("<!", "<?"), start):
        return text.find(">", start) + 1 or -1
    place = start
    while True:
        sign = MARKS.search(text, place)
        if sign is None:
            return -1
        if sign[0] == ">":
            return sign.end()
        place = text.find(sign[0][-1], sign.end()) + 1
        if not place:
            return -1


MARKS = re.compile(r""">|=\s*["']""")
"""The end of a tag, or the beginning of a quoted value, in which “>” ends nothing."""
