"""Columns that could tell who answered: cut when a file is read, so that nothing of them is ever stored."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from events.models import term_key
from kpknow.safety.identifiers import find_identifiers

SAMPLE = 200
SOME = 3
"""One cell in so many makes a column of such cells."""
FEW, LONGEST_NAME = 40, 120

OF_TOOLS = {
    *("id", "uuid", "rootuuid", "index", "submission time", "submission id", "validation status", "notes", "status"),
    *("submitted by", "tags", "version", "start", "end", "today", "username", "deviceid", "phonenumber", "simserial"),
    *("subscriberid", "imei", "attachments", "geolocation", "audit", "formhub uuid", "meta instanceid", "instanceid"),
    *("response id", "submitdate", "date submitted", "lastpage", "last page", "startlanguage", "start language"),
    *("seed", "startdate", "date started", "datestamp", "date last action", "ipaddr", "refurl", "referrer url"),
    *("token", "access code", "interviewtime", "total time", "completed", "timestamp", "horodateur", "marca temporal"),
    *("carimbo de data/hora", "отметка времени", "respondent id", "respondentid", "collector id", "collectorid"),
    *("date created", "date modified", "startdate", "enddate", "custom data 1", "custom 1", "completion time"),
    *("start time", "last modified time", "group time", "meta rootuuid", "instancename", "meta instancename"),
}
"""What tools write beside the answers, as headings are compared (no leading signs, ``_`` read as a space)."""
REACHED_BY = (
    *("e-?mails?", "courriel", "correo", r"электронн\w+ почт\w+", "phones?", "telephones?", "téléphone", "tel[eé]fono"),
    *(
        "телефон",
        "whatsapp",
        "telegram",
        "skype",
        "signal number",
        r"ip address\w*",
        "latitude",
        "longitude",
        "altitude",
    ),
    *(
        "precision",
        "gps",
        "geopoint",
        "coordinates",
        "device",
        "imei",
        "street",
        "postcode",
        "zip code",
        "home address",
    ),
    *("passport", "id number", "national id", "date of birth", "birth ?date", "birthday", "дата рождения", "signature"),
    r"(first|last|full|family|your|respondent'?s?|participant'?s?|person'?s?|contact) names?",
    *("surname", "имя", "фамилия", "фио", "prénom", "nom de famille", "nombre completo", "apellidos?"),
)
PERSONAL = re.compile(rf"\b({'|'.join(REACHED_BY)})\b", re.IGNORECASE)
BARE_NAME = re.compile(r"names?|nom|nombre|nome|address|adresse", re.IGNORECASE)
TIME = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ,]+\d{1,2}:\d{2}.*|\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?", re.IGNORECASE
)
DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
ADDRESS_OF_MACHINE = re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{1,4}(:[0-9a-f]{0,4}){3,7}", re.IGNORECASE)
NUMBER_OF_SYSTEM = re.compile(r"(uuid:)?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{24,64}", re.IGNORECASE)
PLACE = re.compile(r"-?\d{1,3}\.\d{3,}[ ,;]+-?\d{1,3}\.\d{3,}.*")
LONG_NUMBER = re.compile(r"\+?\d[\d ()-]{6,}")
SHORT_NUMBER = re.compile(r"-?\d{1,6}([.,]\d+)?")


def heading_words(heading: str) -> str:
    """As headings are compared: of the last part of a path, without signs around it."""
    return " ".join(term_key(heading.rsplit("/", 1)[-1]).replace("_", " ").split())


def identifying(heading: str, cells: Sequence[str]) -> str:
    """Why this column is cut, in words; empty where it may stay. ``cells``: those of it that are not empty."""
    words = heading_words(heading)
    whole = " ".join(term_key(heading).replace("_", " ").replace("/", " ").split())
    if {words, whole, whole.split(". ")[-1]} & OF_TOOLS or words.startswith(("grouptime", "group time")):
        return _("written by the tool beside the answers")
    if PERSONAL.search(words) or BARE_NAME.fullmatch(words):
        return _("its heading asks who somebody is, or how to reach them")
    some = cells[:: max(1, len(cells) // SAMPLE)][:SAMPLE]
    if not some:
        return ""
    shapes = (
        (TIME, _("exact times")),
        (DATE, _("dates")),
        (ADDRESS_OF_MACHINE, _("addresses of machines")),
        (NUMBER_OF_SYSTEM, _("numbers of another system")),
        (PLACE, _("coordinates")),
    )
    for shape, reason in shapes:
        if many(sum(bool(shape.fullmatch(cell)) for cell in some), some):
            return reason
    if many(sum(bool(LONG_NUMBER.fullmatch(cell)) for cell in some), some) and len(set(some)) * 2 > len(some):
        return _("long numbers, each person another")
    return _("names, addresses or numbers of people") if names_people(some) else ""


def names_people(cells: Sequence[str]) -> bool:
    """Short texts of which many name or reach somebody. A few words that many people chose are answers, not names."""
    different = [cell for cell in dict.fromkeys(cells) if not SHORT_NUMBER.fullmatch(cell) and len(cell) < LONGEST_NAME]
    if len(different) * SOME < len(cells) or not different:
        return False
    text = "\n".join(" ".join(cell.split()) for cell in different[:FEW])
    lines = {text.count("\n", 0, found.start) for found in find_identifiers(text)}
    return many(len(lines), different[:FEW])


def many(count: int, cells: Sequence[str]) -> bool:
    return count * SOME >= len(cells)
