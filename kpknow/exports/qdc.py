"""Codebooks as REFI-QDA codebook files (.qdc, version 1.0), which programs for qualitative analysis read and write.

The format is the “QDA-XML” of the Rotterdam Exchange Format Initiative: a ``CodeBook`` of nested ``Code``, each with a
lasting ``guid``, a name, and whether it can be coded to. Some programs write the namespace with a colon for its dot, or
that of whole projects; those are read, too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from kpknow.exports.writable import writable

NAMESPACE = "urn:QDA-XML:codebook:1.0"
READ_NAMESPACES = (NAMESPACE, "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:project:1.0")
CONTENT_TYPE = "application/xml; charset=utf-8"
LARGEST = 1024 * 1024
"""Bytes of a file that is read."""
MOST_CODES = 2000
DEEPEST = 50
CHUNK = 16 * 1024


class NotACodebook(Exception):
    """The bytes are no codebook, hold what none needs (a document type, entities), or are too much."""


@dataclass
class Code:
    """``path`` holds the names of the codes above it."""

    guid: str
    name: str
    description: str = ""
    is_codable: bool = True
    path: tuple[str, ...] = ()


def qdc(codes: Iterable[Code], origin: str) -> bytes:
    """The file; flat, since our themes are."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<CodeBook xmlns="{NAMESPACE}" origin={quoteattr(writable(origin))}>',
        "<Codes>",
    ]
    for code in codes:
        codable = "true" if code.is_codable else "false"
        opening = f"<Code guid={quoteattr(code.guid)} name={quoteattr(writable(code.name))} isCodable="
        described = f"<Description>{escape(writable(code.description))}</Description>" if code.description else ""
        lines.append(f'{opening}"{codable}">{described}</Code>')
    return "\n".join([*lines, "</Codes>", "</CodeBook>", ""]).encode()


def read_qdc(content: bytes) -> list[Code]:
    """The codes in the order of the file, children after their parent. Raises NotACodebook."""
    if len(content) > LARGEST:
        raise NotACodebook
    reader = Reader()
    parser = DefusedXMLParser(target=reader, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        for at in range(0, len(content), CHUNK):
            parser.feed(content[at : at + CHUNK])
        parser.close()
    except (ParseError, DefusedXmlException, LookupError, ValueError) as broken:
        raise NotACodebook from broken
    if not reader.is_codebook:
        raise NotACodebook
    return reader.codes


@dataclass
class Reader:
    """Hears the parser; keeps codes alone, and no tree."""

    codes: list[Code] = field(default_factory=list)
    is_codebook: bool = False
    depth: int = 0
    open_codes: list[Code] = field(default_factory=list)
    description: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        namespace, _brace, name = tag.rpartition("}")
        if self.depth > DEEPEST or len(self.codes) > MOST_CODES:
            raise NotACodebook
        if self.depth == 1:
            self.is_codebook = name == "CodeBook" and namespace.removeprefix("{") in READ_NAMESPACES
        elif name == "Code":
            path = tuple(code.name for code in self.open_codes)
            codable = attributes.get("isCodable", "true").strip().lower() in ("true", "1")
            code = Code(attributes.get("guid", ""), attributes.get("name", "").strip(), "", codable, path)
            self.codes.append(code)
            self.open_codes.append(code)
        elif name == "Description" and self.open_codes:
            self.description = []

    def data(self, text: str) -> None:
        if self.description is not None:
            self.description.append(text)

    def end(self, tag: str) -> None:
        self.depth -= 1
        name = tag.rpartition("}")[2]
        if name == "Code" and self.open_codes:
            self.open_codes.pop()
        elif name == "Description" and self.description is not None:
            self.open_codes[-1].description = "".join(self.description).strip()
            self.description = None

    def close(self) -> None:
        """Nothing is left to give: the codes are read off the object."""
