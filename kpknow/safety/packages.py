"""ZIP packages, among them Office files, opened without trusting them: sizes before contents, no entities."""

import io
import zipfile
import zlib
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_external_ges, feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_PARTS = 3_000
LARGEST_PACKAGE = 150 * 1024 * 1024
"""Bytes of all parts unpacked, as the package itself states them; what is read is counted again."""
LARGEST_XML = 12 * 1024 * 1024
MOST_ELEMENTS = 400_000
"""Of one XML part: about a second to read; three hundred pages of Word have half as many."""
STEEPEST = 200
"""Times a part of over a megabyte may grow; Word's XML packs ten- to thirtyfold."""
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


class Package:
    """An opened ZIP whose directory promises nothing absurd. Raises ValidationError for what is not one."""

    def __init__(self, data: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as broken:
            raise ValidationError(_("The file is damaged: its parts cannot be read.")) from broken
        self.parts = {part.filename: part for part in self.archive.infolist()}
        parts = self.archive.infolist()
        if len(parts) > MOST_PARTS or len(self.parts) < len(parts):
            raise ValidationError(_("The file has too many parts, or two of one name."))
        if any(part.flag_bits & 1 for part in parts):
            raise ValidationError(_("The file is locked with a password. Save it without one."))
        if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in self.parts):
            raise ValidationError(_("The file names parts outside itself. It was not made by an Office program."))
        swollen = [part for part in parts if part.file_size > 2**20 and part.file_size > part.compress_size * STEEPEST]
        if swollen or sum(part.file_size for part in parts) > LARGEST_PACKAGE:
            raise ValidationError(_("The file would unpack to far more than it should hold. It is refused."))

    def read(self, name: str, most: int = LARGEST_XML) -> bytes:
        """The part unpacked, never more than ``most`` bytes of it. Raises ValidationError."""
        try:
            with self.archive.open(name) as part:
                found = part.read(most + 1)
        except (KeyError, *BROKEN) as broken:
            raise ValidationError(_("The file is damaged: a part of it cannot be read.")) from broken
        if len(found) > most:
            raise ValidationError(_("A part of the file is larger than %(most)d MB.") % {"most": most // 2**20})
        return found

    def parse(self, name: str, reader: "Reader") -> "Reader":
        """Have ``reader`` read an XML part. Raises ValidationError; nothing outside the file is ever asked for."""
        parser: Any = make_parser()
        parser.forbid_dtd = True
        parser.setFeature(feature_namespaces, True)
        parser.setFeature(feature_external_ges, False)
        parser.setContentHandler(reader)
        try:
            parser.parse(io.BytesIO(self.read(name)))
        except DefusedXmlException as refused:
            raise ValidationError(_("The file declares XML entities, which no Office program does.")) from refused
        except (SAXException, ValueError, LookupError) as broken:
            raise ValidationError(_("The file is damaged: a part of it is no XML.")) from broken
        return reader

    @property
    def has_macros(self) -> bool:
        kinds = self.read("[Content_Types].xml", 2**20) if "[Content_Types].xml" in self.parts else b""
        named = any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in self.parts)
        return named or b"macroenabled" in kinds.lower().replace(b"\x00", b"")


class Reader(ContentHandler):
    """Elements and attributes by their local names: strict and transitional files differ in namespaces only."""

    elements = 0

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: N802  # SAX's own name
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise ValidationError(_("The file is too long to be read. Split it into several."))
        self.opened(name[1], {key[1]: value for key, value in attrs.items()})

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802  # SAX's own name
        self.closed(name[1])

    def opened(self, name: str, given: dict[str, str]) -> None: ...

    def closed(self, name: str) -> None: ...
