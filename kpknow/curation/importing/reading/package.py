"""The ZIP file a workbook is: looked at before anything is unpacked, then unpacked within limits."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat  # entities never reach it: a document type is refused when its name is read

from django.utils.translation import gettext as _

from kpknow.curation.importing.reading.grid import FileRefused, too_much_text

LARGEST_DIRECTORY = 256 * 1024
MOST_PARTS = 2000
LARGEST_PART = 96 * 1024 * 1024
MOST_ELEMENTS = 1_000_000
"""XML elements of one workbook: ten thousand rows of thirty filled cells make 910,000."""
LONGEST_TAG = 256 * 1024
"""Bytes; the parser reads an unfinished tag again with every piece, so that one of 90 MB would take it a minute."""
CHUNK = 64 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END = b"PK\x05\x06"

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def not_a_workbook() -> FileRefused:
    return FileRefused(
        _("This file is damaged or no workbook. Open it in your spreadsheet and save it as XLSX or CSV once more.")
    )


class Package:
    """The parts of a workbook by name. Raises FileRefused for what is none, is dangerous or would be too large."""

    def __init__(self, content: bytes) -> None:
        refuse_other_kinds(content)
        refuse_large_directory(content)
        try:
            self.zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError, struct.error) as broken:
            raise not_a_workbook() from broken
        self.parts = {part.filename: part for part in self.zip.infolist()}
        self.elements = 0
        if len(self.parts) > MOST_PARTS or len(self.parts) != len(self.zip.infolist()):
            raise not_a_workbook()
        if any("vbaproject" in name.lower() for name in self.parts):
            raise FileRefused(_("This workbook holds macros. Save it as XLSX, without macros, and choose that file."))
        if "mimetype" in self.parts and "content.xml" in self.parts:
            raise FileRefused(_("OpenDocument files are not read. Save the sheet as XLSX or CSV."))

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def parse(self, name: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Read one part as XML, calling back by names without their namespace. Elements of all parts are counted."""
        part = self.parts.get(name)
        if part is None or part.flag_bits & 1:
            raise not_a_workbook()
        if part.file_size > LARGEST_PART:
            raise too_much_text()
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True

        def started(tag: str, attributes: dict[str, str]) -> None:
            self.elements += 1
            if self.elements > MOST_ELEMENTS:
                raise too_much_text()
            start(tag.rpartition("}")[2], attributes)

        def refuse(*_arguments: object) -> None:
            raise FileRefused(_("This file holds a document type, which no spreadsheet needs. It is not read."))

        parser.StartElementHandler = started
        if end is not None:
            ended = end
            parser.EndElementHandler = lambda tag: ended(tag.rpartition("}")[2])
        if text is not None:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = refuse
        try:
            with self.zip.open(part) as stream:
                fed = 0
                while piece := stream.read(CHUNK):
                    parser.Parse(piece)
                    fed += len(piece)
                    if fed - parser.CurrentByteIndex > LONGEST_TAG:
                        raise not_a_workbook()
                parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as broken:
            raise not_a_workbook() from broken
        except (UnicodeDecodeError, RuntimeError, ValueError, LookupError) as broken:
            raise not_a_workbook() from broken


def refuse_other_kinds(content: bytes) -> None:
    if content.startswith(OLD_OFFICE):
        raise FileRefused(
            _("This is an old (.xls) or locked file. Save it as XLSX, without a password, and choose that file.")
        )
    if content.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise FileRefused(_("This is no table. Choose a CSV or XLSX file."))


def refuse_large_directory(content: bytes) -> None:
    """The list of parts is read as a whole by zipfile; one of a million names is no workbook."""
    at = content.rfind(END, max(0, len(content) - 66_000))
    if at < 0 or len(content) < at + 20:
        raise not_a_workbook()
    (size,) = struct.unpack_from("<I", content, at + 12)
    if size > LARGEST_DIRECTORY:
        raise not_a_workbook()
