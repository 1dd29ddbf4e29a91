"""Files to take away: what they tell is found, goes by one tick, and hostile ones are refused."""

import resource
import time
import zipfile
from collections.abc import Callable
from io import BytesIO

import pypdf
import pytest
from django.core.exceptions import ValidationError

from kpknow.safety.documents import read_upload
from kpknow.safety.picture_segments import bare_picture
from tests.curation.documents.test_hostile_files import REFUSED as HOSTILE
from tests.safety import documents as files

SAME = (
    *("an empty file", "a zip bomb", "a part larger than it says", "too many parts", "a part named twice"),
    *("a locked package", "a part outside the package", "an absolute part", "an entity in the relations", "macros"),
    *("macros by kind", "entities that grow", "an entity that reads a file", "half a Word file", "an old Word file"),
    *("a Word file with a broken part", "endless elements", "a picture", "a program", "rich text"),
)
"""Cases of texts brought in that are as hostile here."""
REFUSED: dict[str, Callable[[], bytes]] = {
    **{name: HOSTILE[name][0] for name in SAME},
    "a zip of something else": lambda: files.packed({"a.txt": "It began."}),
    "HTML": lambda: b"<html><script>alert(1)</script>",
    "SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a PDF that is none": lambda: b"%PDF-1.7\n" + b"\x00" * 5_000,
    "half a PDF": lambda: files.pdf(telling=True)[:300],
    "a locked PDF": lambda: files.pdf(locked=True),
    "a PDF of loops": lambda: (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]"
        b"/Count 9999999>>endobj\ntrailer<</Root 1 0 R>>"
    ),
    "26 megabytes": lambda: b"%PDF-1.7" + b" " * 26 * 2**20,
}


def everything(data: bytes) -> bytes:
    """All parts of a package, unpacked."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_quickly_and_in_little_room(name: str) -> None:
    data = REFUSED[name]()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    with pytest.raises(ValidationError):
        read_upload(data)

    assert time.process_time() - started <= 10
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024 <= 200


def test_all_a_word_file_tells_is_said() -> None:
    assert read_upload(files.telling_docx()).tells == [
        "It names who wrote or changed it.",
        "It names a company or organisation.",
        "Its properties hold a description or keywords.",
        "It has 1 property of its own.",
        "It holds a small picture of its first page, perhaps of an older one.",
        "It holds comments, with the names of those who wrote them.",
        "It holds 2 tracked changes.",
        "It holds 1 piece of hidden text.",
        "1 picture in it tells of its making.",
    ]


def test_one_tick_takes_out_all_a_word_file_tells_and_keeps_its_pages() -> None:
    assert files.SECRET.encode() in everything(files.telling_docx())

    document = read_upload(files.telling_docx(), strip=True)

    parts = everything(document.data)
    assert (document.kind, document.tells) == ("docx", [])
    assert files.SECRET.encode() not in parts
    assert [words in parts for words in (b"It began.", b"It grew.", b"It rained.")] == [True, True, True]


def test_what_hides_in_sheets_and_slides_is_said() -> None:
    slide = '<sld show="0"/>'
    outside = (
        '<Relationships><Relationship TargetMode="External" Type="x/oleObject" Target="http://x/"/></Relationships>'
    )

    assert read_upload(
        files.xlsx(xl__comments1_dot_xml="<comments/>", xl___rels__workbook_dot_xml_dot_rels=outside)
    ).tells == [
        "It holds comments, with the names of those who wrote them.",
        "It has 1 hidden sheet.",
        "It loads something from elsewhere when it is opened.",
    ]
    notes = files.pptx(ppt__slides__slide1_dot_xml=slide, ppt__notesSlides__notesSlide1_dot_xml="<notes/>")
    assert read_upload(notes).tells == ["It has 1 hidden slide.", "It has speaker’s notes."]
    assert read_upload(files.pptx(ppt__embeddings__a_dot_bin=b"x")).tells == ["Other files are embedded in it."]


def test_a_file_that_tells_nothing_stays_as_it_is() -> None:
    plain = files.docx(files.paragraph("It began."))

    assert read_upload(plain, strip=True).data == plain


def test_all_a_pdf_tells_is_said_and_goes_by_one_tick() -> None:
    telling = files.pdf(telling=True, script="app.alert(1)")
    found = read_upload(telling)

    stripped = read_upload(telling, strip=True)

    assert found.tells == [
        "It names who wrote it.",
        "Its properties tell of its making: title, keywords, programs, times.",
        "It holds 1 comment.",
        "Other files are attached to it.",
        "It runs a program when it is opened.",
    ]
    assert stripped.tells == []
    assert files.SECRET.encode() not in stripped.data
    assert b"app.alert" not in stripped.data
    assert len(pypdf.PdfReader(BytesIO(stripped.data)).pages) == 1


def test_pictures_lose_what_they_tell_and_keep_their_pixels() -> None:
    told = files.jpeg()

    bare = bare_picture(told)

    assert files.SECRET.encode() not in bare
    with files.Image.open(BytesIO(told)) as before, files.Image.open(BytesIO(bare)) as after:
        assert before.tobytes() == after.tobytes()
    assert bare_picture(b"GIF89a") == b"GIF89a"
