"""Files that want to break what reads them: each is refused with words, or read for what it is."""

import resource
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kpknow.curation.models import Manuscript, ManuscriptPicture
from tests.curation.documents import files

pytestmark = pytest.mark.django_db

SECONDS = 10
"""Of processor time: what is refused too late takes minutes, and a busy machine twice as long as a quiet one."""
MEGABYTES = 200

BEGAN = files.paragraph("It began.")
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


def bomb() -> bytes:
    """100 MB of one sign in a hundred kilobytes."""
    return files.docx(BEGAN, word__media__image1_dot_png=b"\x00" * 100_000_000)


def liar() -> bytes:
    """A part whose stated size is not its real one."""
    data = bytearray(files.docx(*[files.paragraph("a" * 200)] * 2_000))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def locked() -> bytes:
    data = bytearray(files.docx(BEGAN))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def twice() -> bytes:
    written = BytesIO(files.docx(BEGAN))
    with zipfile.ZipFile(written, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<other/>")
    return written.getvalue()


def vtt(words: str) -> bytes:
    return f"WEBVTT\n\n00:01.000 --> 00:02.000\n{words}".encode()


MACRO_KIND = "application/vnd.ms-word.document.macroEnabled.main+xml"
MACROS = {"[Content_Types]_dot_xml": f'<Types><Override ContentType="{MACRO_KIND}"/></Types>'}

ABOVE, ABSOLUTE = {"..__..__etc__passwd": "x"}, {"__etc__passwd": "x"}
RELATIONS = {"_rels__.rels": f"{OUTSIDE}<a/>"}

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "empty"),
    "white space": (lambda: b" \n\t " * 1000, "empty"),
    "a zip bomb": (bomb, "unpack to far more"),
    "a part larger than it says": (liar, "damaged"),
    "too many parts": (lambda: files.packed({f"a{n}": "" for n in range(3_100)}), "too many parts"),
    "a part named twice": (twice, "two of one name"),
    "a locked package": (locked, "password"),
    "a part outside the package": (lambda: files.docx(BEGAN, **ABOVE), "outside itself"),
    "an absolute part": (lambda: files.docx(BEGAN, **ABSOLUTE), "outside itself"),
    "entities that grow": (lambda: files.docx(files.paragraph("&i;"), head=f"{ENTITIES}]>"), "entities"),
    "an entity that reads a file": (lambda: files.docx(files.paragraph("&secret;"), head=OUTSIDE), "entities"),
    "an entity in the relations": (lambda: files.docx(BEGAN, **RELATIONS), "entities"),
    "macros": (lambda: files.docx(BEGAN, word__vbaProject_dot_bin=b"x"), "macros"),
    "macros by kind": (lambda: files.docx(BEGAN, **MACROS), "macros"),
    "a zip of something else": (lambda: files.packed({"a.txt": "It began."}), "no Word document"),
    "half a Word file": (lambda: files.docx(BEGAN)[:300], "damaged"),
    "a Word file with a broken part": (lambda: files.docx("<w:p>"), "no XML"),
    "a Word file without words": (lambda: files.docx("<w:p/>"), "no words"),
    "endless elements": (lambda: files.docx("".join(f'<w:b n="{n}"/>' for n in range(410_000))), "too long"),
    "endless paragraphs": (lambda: files.docx(*map(files.paragraph, map(str, range(6_000)))), "5000 paragraphs"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5_000, "old or encrypted"),
    "a PDF": (lambda: b"%PDF-1.7\n" + b"\x00" * 5_000, "PDF"),
    "rich text": (lambda: b"{\\rtf1 It began.}", "Rich Text"),
    "a picture": (files.png, "not"),
    "a program": (lambda: b"MZ\x00\x01" * 1_000, "NUL"),
    "NUL in a text": (lambda: b"It began.\x00 It grew.", "NUL"),
    "another encoding": (lambda: "Où êtes-vous ?".encode("windows-1252"), "byte 2"),
    "half a letter": (lambda: "Привет".encode()[:-1], "encoding"),
    "ten megabytes of text": (lambda: b"It began. " * 1_000_000, "too large"),
    "three megabytes of text": (lambda: b"It began. " * 300_000, "larger than 2 MB"),
    "one endless line": (lambda: b"a" * 1_000_000, "longer than"),
    "endless lines": (lambda: b"It began today.\n\n" * 60_000, "5000 paragraphs"),
    "endless tags": (lambda: b"<p>x" + b"<div>" * 300_000, "too long"),
    "subtitles without times": (lambda: b"WEBVTT\n\nIt began.", "No subtitles"),
    "endless voices": (lambda: vtt("<v " * 200_000), "longer than"),
}
READ: dict[str, Callable[[], bytes]] = {
    "an endless comment": lambda: b"<p>It began.</p>" + b"<!--" * 200_000,
    "nested tags": lambda: b"<div>" * 90_000 + b"It began." + b"</div>" * 90_000,
    "open links": lambda: b"<p>It began." + b"<a b='" * 100_000,
    "an endless attribute": lambda: b"<p>It began.<img " + b"a" * 1_000_000 + b">",
    "signs that are no tags": lambda: b"<p>It began. " + b"< " * 20_000,
    "endless white space": lambda: b"It began." + b" " * 1_500_000 + b"x",
    "endless empty lines": lambda: b"It began.\n" + b"\n" * 1_900_000 + b"x",
    "short lines without end": lambda: b"It began.\n" + b"A:A: x\n" * 5_000,
    "a picture that claims a billion pixels": lambda: files.docx(
        BEGAN, files.picture("p1"), links=files.link("media/a.png"), word__media__a_dot_png=files.claims(40_000, 30_000)
    ),
    "a picture elsewhere": lambda: files.docx(
        BEGAN, files.picture("p1"), links=files.link("http://127.0.0.1/a.png", mode="External")
    ),
    "a picture of the server": lambda: files.docx(
        BEGAN, files.picture("p1"), links=files.link("file:///etc/passwd", mode="External")
    ),
    "a picture in the folder above": lambda: files.docx(
        BEGAN, files.picture("p1"), links=files.link("../../../../etc/passwd")
    ),
    "a text named as a picture": lambda: files.docx(
        BEGAN, files.picture("p1"), links=files.link("media/a.png"), word__media__a_dot_png="<svg onload=alert(1)>"
    ),
    "scripts": lambda: b"<p onclick=alert(1)>It began.<script>alert(1)</script><img src=x onerror=alert(1)>",
}


def upload(staff: Client, data: bytes) -> Any:
    file = SimpleUploadedFile("Jane Doe.docx", data)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    response = staff.post(
        reverse("admin:curation_manuscript_bring_in"), {"name": "It", "language": "en", "encoding": "", "file": file}
    )
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    assert time.process_time() - started <= SECONDS
    assert grown <= MEGABYTES
    return response


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_words_and_leaves_nothing(name: str, staff: Client) -> None:
    make, words = REFUSED[name]

    response = upload(staff, make())

    assert words in str(response.context["form"].errors)
    assert (response.status_code, Manuscript.objects.count()) == (200, 0)


@pytest.mark.parametrize("name", READ)
def test_it_is_read_for_its_words_alone(name: str, staff: Client) -> None:
    response = upload(staff, READ[name]())

    manuscript = Manuscript.objects.get()
    page = staff.get(response["Location"]).content.decode()
    assert manuscript.passages[0].text.startswith("It began.")
    assert (ManuscriptPicture.objects.count(), "root:" in page, "alert(1)" in page) == (0, False, False)


def test_the_name_of_the_file_is_kept_nowhere(staff: Client) -> None:
    upload(staff, files.docx(BEGAN))

    assert "Jane" not in str(Manuscript.objects.values().get())
