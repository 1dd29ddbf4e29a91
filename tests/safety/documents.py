"""Office files and PDFs that tell more than their pages, written by the tests themselves."""

from io import BytesIO
from typing import Any

import pypdf
from PIL import Image
from pypdf.annotations import Text
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.curation.documents.files import OFFICE, PACKAGE, docx, packed, paragraph

SECRET = "Quokka"
CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Quokka</dc:creator>'
    "<dc:description>Quokka</dc:description><cp:lastModifiedBy>Quokka</cp:lastModifiedBy></cp:coreProperties>"
)
APP = "<Properties><Company>Quokka</Company></Properties>"
CUSTOM = '<Properties><property name="Case"><lpwstr>Quokka</lpwstr></property></Properties>'


def jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    written = BytesIO()
    Image.new("RGB", (8, 8), "orange").save(written, "JPEG", exif=exif, comment=SECRET.encode())
    return written.getvalue()


def telling_docx() -> bytes:
    """Everything a Word file can tell at once."""
    return docx(
        paragraph("It began."),
        f"<w:p><w:del w:author='{SECRET}'><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>"
        f"<w:ins w:author='{SECRET}'><w:r><w:t>It grew.</w:t></w:r></w:ins></w:p>",
        paragraph(SECRET, run="<w:vanish/>"),
        "<w:p><w:commentRangeStart w:id='1'/><w:r><w:t>It rained.</w:t></w:r><w:commentRangeEnd w:id='1'/>"
        "<w:r><w:commentReference w:id='1'/></w:r></w:p>",
        links=f'<Relationship Id="c1" Type="{OFFICE}/comments" Target="comments.xml"/>',
        docProps__core_dot_xml=CORE,
        docProps__app_dot_xml=APP,
        docProps__custom_dot_xml=CUSTOM,
        docProps__thumbnail_dot_jpeg=jpeg(),
        word__comments_dot_xml=f"<comments>{SECRET}</comments>",
        word__media__image1_dot_jpeg=jpeg(),
    )


def office(main: str, content: str, **parts: Any) -> bytes:
    more = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    return packed({"[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>', main: content} | more)


def xlsx(**parts: Any) -> bytes:
    sheets = '<workbook><sheets><sheet name="A"/><sheet name="B" state="veryHidden"/></sheets></workbook>'
    return office("xl/workbook.xml", sheets, **parts)


def pptx(**parts: Any) -> bytes:
    return office("ppt/presentation.xml", "<presentation/>", **parts)


def pdf(*, telling: bool = False, script: str = "", locked: bool = False) -> bytes:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    if telling:
        writer.add_metadata({"/Author": SECRET, "/Title": SECRET})
        writer.add_attachment("a.txt", SECRET.encode())
        writer.add_annotation(page, Text(rect=(10, 10, 50, 50), text=SECRET))
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if locked:
        writer.encrypt("a pass phrase", algorithm="RC4-128")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()
