"""Files to take away: known by what they hold, never by their name; and what they tell besides their pages."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpknow.safety.office_files import inspect_office, strip_office
from kpknow.safety.pdf_files import inspect_pdf, strip_pdf

LARGEST = 25 * 2**20
"""Bytes."""
OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
}


@dataclass(frozen=True)
class Document:
    """``kind`` is a key of CONTENT_TYPES; ``tells``: one sentence on each thing besides its pages."""

    kind: str
    data: bytes
    tells: list[str]


def read_upload(data: bytes, *, strip: bool = False) -> Document:
    """Looked through, and with ``strip`` written anew without what it tells. Raises ValidationError."""
    if len(data) > LARGEST:
        raise ValidationError(_("The file is larger than 25 MB."))
    if data.startswith(b"%PDF-"):
        data = strip_pdf(data) if strip else data
        return Document("pdf", data, inspect_pdf(data))
    if data.startswith(b"PK\x03\x04"):
        kind, tells = inspect_office(data)
        if strip and tells:
            data = strip_office(data)
            kind, tells = inspect_office(data)
        return Document(kind, data, tells)
    raise ValidationError(_("Only PDF, Word (.docx), Excel (.xlsx) and PowerPoint (.pptx) files are taken."))
