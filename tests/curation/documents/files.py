"""Files as programs and ill-wishers make them, written by the tests themselves."""

import zipfile
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def packed(parts: dict[str, str | bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def paragraph(text: str, style: str = "", before: str = "", run: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{before}<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def picture(relation: str, words: str = "") -> str:
    return (
        f'<w:p><w:r><w:drawing><docPr xmlns="x" descr="{words}"/>'
        f'<a:blip xmlns:a="{DRAWING}" xmlns:r="{OFFICE}" r:embed="{relation}"/></w:drawing></w:r></w:p>'
    )


def docx(*paragraphs: str, head: str = "", links: str = "", **parts: Any) -> bytes:
    """A Word file. ``links``: relationships of its text; ``parts``: more of them, “__” for “/” and “_dot_” for “.”."""
    more = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    kinds = '<Override PartName="/word/document.xml" ContentType="application/vnd.word.main+xml"/>'
    body = "".join(paragraphs)
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{kinds}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
            "word/document.xml": f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        }
        | more
    )


def link(target: str, relation: str = "p1", mode: str = "") -> str:
    outside = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="{relation}" Type="{OFFICE}/image" Target="{target}"{outside}/>'


def png(width: int = 40, height: int = 30) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), "orange").save(written, "PNG")
    return written.getvalue()


def claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""
    small = bytearray(png(8, 8))
    small[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    small[29:33] = zlib.crc32(bytes(small[12:29])).to_bytes(4, "big")
    return bytes(small)
