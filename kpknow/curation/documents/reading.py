"""A file or pasted words read into passages: bounded in size, refused with words when it cannot be read."""

import codecs
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.curation.documents.docx import read_docx
from kpknow.curation.documents.html import read_html
from kpknow.curation.documents.passages import Kind
from kpknow.curation.documents.reading_result import MOST_PASSAGES, Reading, too_long
from kpknow.curation.documents.subtitles import TIMES, read_subtitles
from kpknow.curation.documents.transcript import few_speakers, read_transcript, with_speakers

LARGEST_TEXT = 2 * 1024 * 1024
"""Bytes of a plain text: ten times the transcript of a whole day."""
LARGEST_PAGE = 5 * 1024 * 1024
LARGEST_WORD = 20 * 1024 * 1024
LONGEST_PASSAGE = 50_000
"""Characters; a page of passages must stay within what one form may send."""
MOST_CHARACTERS = 1_000_000
ZIP = b"PK\x03\x04"
SUBRIP = re.compile(rf"(?:\d{{1,6}}[ \t]*\n)?{TIMES.pattern}")
PAGE = re.compile(r"<(?:!doctype html|html|head|body|p|div|h[1-6]|ul|ol|table|article|section)[\s>]", re.IGNORECASE)
STATED = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([a-zA-Z0-9-]{1,20})", re.IGNORECASE)
OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound File Binary: Word, Excel and PowerPoint before 2007, and encrypted files since."""
CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\u202a-\u202e]")
"""Signs without words: controls, marks of order, and those that turn the direction of what follows."""
NEW_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class Encoding(models.TextChoices):
    """How plain text was written into bytes, for files that do not say so themselves (WHATWG Encoding labels)."""

    AUTO = "", gettext_lazy("Unicode (UTF-8), or what the file says")
    WESTERN = "windows-1252", gettext_lazy("Western European (Windows-1252)")
    CYRILLIC = "windows-1251", gettext_lazy("Cyrillic (Windows-1251)")
    CENTRAL = "windows-1250", gettext_lazy("Central European (Windows-1250)")
    ARABIC = "windows-1256", gettext_lazy("Arabic (Windows-1256)")
    THAI = "windows-874", gettext_lazy("Thai (Windows-874)")


CODECS = {"windows-874": "cp874"}
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_document(data: bytes, encoding: str = "") -> Reading:
    """Raises ValidationError, in words, for anything that is not a text we can read."""
    refuse_kind(data)
    if data.startswith(ZIP):
        return bounded(speaking(read_docx(data)))
    text = clean_text(decoded(data, encoding or encoding_stated(data)))
    if text.startswith("WEBVTT") or SUBRIP.match(text[:200]):
        return bounded(read_subtitles(text))
    if PAGE.search(text[:2000]):
        return bounded(speaking(read_html(text)))
    if len(data) > LARGEST_TEXT:
        raise ValidationError(_("The text is larger than 2 MB. Bring it in as several files."))
    return bounded(Reading(read_transcript(text)))


def speaking(reading: Reading) -> Reading:
    """The reading with the speakers its paragraphs name; what was formatted stays as it was."""
    return Reading(with_speakers(reading.passages), reading.notes, reading.pictures)


def encoding_stated(data: bytes) -> str:
    """The encoding an HTML page states in its head, where we know it."""
    found = STATED.search(data[:2048])
    name = found[1].decode("ascii").lower() if found else ""
    return {"iso-8859-1": Encoding.WESTERN}.get(name, name) if name in {*Encoding.values, "iso-8859-1"} else ""


def refuse_kind(data: bytes) -> None:
    """Other kinds of file by what they hold; their names prove nothing."""
    if not data.strip():
        raise ValidationError(_("The file is empty."))
    if data.startswith(OFFICE):
        raise ValidationError(_("This is an old or encrypted Office file. Save it as .docx, without a password."))
    if data.startswith(b"%PDF"):
        raise ValidationError(_("A PDF keeps pages, not paragraphs. Copy its text and paste it here."))
    if data.startswith(b"{\\rtf"):
        raise ValidationError(_("This is Rich Text. Save it as .docx."))
    if len(data) > (LARGEST_WORD if data.startswith(ZIP) else LARGEST_PAGE):
        raise ValidationError(_("The file is too large: 20 MB for Word, 5 MB for HTML, 2 MB for other texts."))


def decoded(data: bytes, encoding: str) -> str:
    marked = next((name for mark, name in MARKS if data.startswith(mark)), "")
    name = marked or CODECS.get(encoding, encoding) or "utf-8"
    if not marked and b"\x00" in data:
        raise ValidationError(_("This is not a text file: it holds NUL bytes."))
    try:
        text = data.decode(name)
    except UnicodeDecodeError as broken:
        words = _("The text is not written in %(encoding)s: byte %(place)d makes no letter. Choose its encoding below.")
        raise ValidationError(words % {"encoding": name.upper(), "place": broken.start + 1}) from broken
    if "\x00" in text:
        raise ValidationError(_("This is not a text file: it holds NUL bytes."))
    return text


def clean_text(text: str) -> str:
    return re.sub("\n{3,}", "\n\n", CONTROLS.sub("", NEW_LINES.sub("\n", text))).strip()


def bounded(reading: Reading) -> Reading:
    """The reading, if a person can go through it and a page can show it."""
    passages = [passage for passage in reading.passages if passage.text or passage.kind == Kind.PICTURE]
    if not any(passage.kind != Kind.PICTURE for passage in passages):
        raise ValidationError(_("There are no words in it."))
    if len(passages) > MOST_PASSAGES:
        raise too_long()
    longest = max(passages, key=lambda passage: len(passage.text))
    if len(longest.text) > LONGEST_PASSAGE:
        words = _("The paragraph that begins “%(words)s” is longer than %(most)d signs. Break it with empty lines.")
        raise ValidationError(words % {"words": longest.text[:40], "most": LONGEST_PASSAGE})
    if sum(len(passage.text) for passage in passages) > MOST_CHARACTERS:
        raise ValidationError(_("It is longer than a million signs. Bring it in as several files."))
    return Reading(few_speakers(passages), reading.notes, reading.pictures)
