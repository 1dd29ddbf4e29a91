"""What a PDF (ISO 32000) tells besides its pages, and writing it anew without.

Run as a program of its own, so that a file without end ends with it: ``python -m kpknow.safety.pdf_files``.
"""

import io
import json
import logging
import resource
import subprocess
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SECONDS = 2
"""Of computing; a report of three hundred pages takes about one."""
MEMORY = 400 * 2**20
"""Bytes of addresses, of which the reader itself takes a third."""
REMARKS = {
    "/Text",
    "/FreeText",
    "/Highlight",
    "/Underline",
    "/StrikeOut",
    "/Squiggly",
    "/Stamp",
    "/Ink",
    "/Popup",
    "/Caret",
}
TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/Thumb", "/SpiderInfo")


def inspect_pdf(data: bytes) -> list[str]:
    """One sentence on each thing it tells. Raises ValidationError for what is locked, damaged or endless."""
    told = json.loads(asked("inspect", data))
    words = {
        "author": _("It names who wrote it."),
        "properties": _("Its properties tell of its making: title, keywords, programs, times."),
        "remarks": ngettext("It holds %d comment.", "It holds %d comments.", told.get("remarks", 0))
        % told.get("remarks", 0),
        "attached": _("Other files are attached to it."),
        "programs": _("It runs a program when it is opened."),
    }
    return [words[kind] for kind in words if told.get(kind)]


def strip_pdf(data: bytes) -> bytes:
    """Its pages in a new file: no properties, comments, attachments, programs or form fields."""
    return asked("strip", data)


def asked(task: str, data: bytes) -> bytes:
    command = [sys.executable, "-m", "kpknow.safety.pdf_files", task]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS * 10, check=False)  # noqa: S603  # our own module
    except subprocess.TimeoutExpired as endless:
        raise ValidationError(_("The PDF takes too long to be read. Print it to a new PDF and try that.")) from endless
    if done.returncode == LOCKED:
        raise ValidationError(_("The PDF is locked with a password. Save it without one."))
    if done.returncode:
        raise ValidationError(_("The PDF is damaged or too large to be read. Print it to a new PDF and try that."))
    return done.stdout


LOCKED = 3


def run(task: str) -> int:
    """The program: a PDF on standard input; what it tells, or the new PDF, on standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    import pypdf  # noqa: PLC0415  # only here: the site itself never reads a PDF

    reader = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted:
        return LOCKED
    written = json.dumps(what_it_tells(reader)).encode() if task == "inspect" else written_anew(pypdf, reader)
    sys.stdout.buffer.write(written)
    return 0


def what_it_tells(reader: Any) -> dict[str, int]:
    info = reader.metadata or {}
    root = reader.root_object
    names = root.get("/Names", {})
    names = names.get_object() if hasattr(names, "get_object") else names
    annotations = [one.get_object() for page in reader.pages for one in page.get("/Annots", None) or ()]
    kinds = [one.get("/Subtype") for one in annotations]
    return {
        "author": int(bool(info.get("/Author"))),
        "properties": int(bool(set(info) - {"/Author", "/Producer"}) or "/Metadata" in root),
        "remarks": sum(kind in REMARKS for kind in kinds),
        "attached": int("/EmbeddedFiles" in names or "/AF" in root or "/FileAttachment" in kinds),
        "programs": int(bool({"/OpenAction", "/AA"} & set(root) and is_program(root)) or "/JavaScript" in names),
    }


def is_program(root: Any) -> bool:
    """An opening action that only goes to a page is none."""
    action = root.get("/OpenAction")
    action = action.get_object() if hasattr(action, "get_object") else action
    return "/AA" in root or (isinstance(action, dict) and action.get("/S") not in (None, "/GoTo"))


def written_anew(pypdf: Any, reader: Any) -> bytes:
    writer = pypdf.PdfWriter()
    for page in reader.pages:
        links = [one for one in page.get("/Annots", None) or () if is_plain_link(one.get_object())]
        if "/Annots" in page:
            page[pypdf.generic.NameObject("/Annots")] = pypdf.generic.ArrayObject(links)
        for name in TELLING:
            page.pop(name, None)
        writer.add_page(page)
    for one in writer._objects:  # no public way to all objects of a new file
        if isinstance(one, pypdf.generic.DictionaryObject):
            for name in TELLING:
                one.pop(name, None)
    writer.metadata = None
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def is_plain_link(annotation: Any) -> bool:
    action = annotation.get("/A")
    action = action.get_object() if hasattr(action, "get_object") else action
    return annotation.get("/Subtype") == "/Link" and (action is None or action.get("/S") in ("/URI", "/GoTo"))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
