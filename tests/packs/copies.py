"""What a pack's files say, read back as whoever opens them reads them."""

import io
import re
import zipfile
from typing import Any

from django.test import Client
from docx import Document
from pptx import Presentation
from pypdf import PdfReader


def ask(of: str, file: str = "", **choice: Any) -> Any:
    return Client().get("/packs/new/", {"of": of} | ({"file": file} if file else {}) | choice)


def made(of: str, file: str, **choice: Any) -> bytes:
    response = ask(of, file, **choice)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    return bytes(response.content)


def name_of(response: Any) -> str:
    found = re.search(r"pack-([a-z2-9]{12})\.", response["Content-Disposition"])
    assert found
    return found[1]


def slides(file: bytes) -> list[str]:
    """The words of each slide with its notes, descriptions of pictures and the numbers behind charts."""
    return ["\n".join(words_on(slide)) for slide in Presentation(io.BytesIO(file)).slides]


def words_on(slide: Any) -> list[str]:
    words = [slide.notes_slide.notes_text_frame.text] if slide.has_notes_slide else []
    for shape in slide.shapes:
        words.append(shape._element.xpath(".//p:cNvPr/@descr")[0] if shape._element.xpath(".//p:cNvPr/@descr") else "")
        if shape.has_text_frame:
            words.append(shape.text_frame.text)
        if shape.has_chart:
            plot = shape.chart.plots[0]
            words += [
                f"{label}={int(value)}" for label, value in zip(plot.categories, plot.series[0].values, strict=True)
            ]
    return words


def pages(file: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(file)).pages]


def document(file: bytes) -> str:
    read = Document(io.BytesIO(file))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in read.paragraphs), *cells])


def everything_in(file: bytes) -> str:
    """The text of every part of a package, of packages inside it, and of a PDF; else the bytes as text."""
    if file.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(file))
        drawn = " ".join(page.extract_text() for page in reader.pages)
        return f"{drawn} {[one.get_object() for one in reader.trailer['/Root'].values()]} {reader.metadata}"
    if file.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            return "\n".join(f"{name}\n{everything_in(parts.read(name))}" for name in parts.namelist())
    return file.decode("utf-8", "replace")
