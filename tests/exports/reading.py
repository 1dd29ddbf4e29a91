"""Reads files as a stranger's program would: strictly."""

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

from django.test import Client

from kpknow.exports.csv import unguarded

ATOM = "{http://www.w3.org/2005/Atom}"
RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
RIS_TYPES = {"ELEC", "SOUND", "VIDEO", "CONF", "RPRT", "SLIDE", "GEN"}
ONCE = {"TY", "TI", "PY", "DA", "T2", "AB", "CY", "PB", "LA", "UR", "ER"}


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def table(response: Any) -> list[dict[str, str]]:
    """The rows of a CSV file under their columns, in the words they were written from."""
    rows = list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    return [dict(zip(rows[0], map(unguarded, row), strict=True)) for row in rows[1:]]


def references(response: Any) -> list[dict[str, Any]]:
    """The references of a RIS file; fails on anything the specification does not allow."""
    return read_ris(body(response).decode())


def read_ris(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    current: dict[str, Any] | None = None
    for line in text.split("\r\n"):
        if not line:
            assert current is None, "a reference is not ended"
            continue
        match = RIS_LINE.fullmatch(line)
        assert match, line
        tag, value = match.groups()
        if tag == "TY":
            assert current is None
            assert value in RIS_TYPES
            current = {"TY": value}
        elif tag == "ER":
            assert value == ""
            assert current is not None
            found.append(current)
            current = None
        else:
            assert current is not None
            assert value, tag
            assert not (tag in ONCE and tag in current), tag
            current[tag] = value if tag in ONCE else [*current.get(tag, []), value]
    assert current is None
    return found


def titles(address: str, client: Client | None = None) -> dict[str, list[Any]]:
    """What the three files of a list hold, by format."""
    client = client or Client()
    name, _, query = address.partition("?")
    feed = ElementTree.fromstring(client.get(f"/feeds/{name}.atom?{query}").content)  # noqa: S314  our own answer
    rows = table(client.get(f"/data/{name}.csv?{query}"))
    return {
        "csv": [row.get("title") or row["name"] for row in rows],
        "ris": [found["TI"] for found in references(client.get(f"/data/{name}.ris?{query}"))],
        "atom": [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")],
    }


def same(*names: str) -> dict[str, list[str]]:
    return {"csv": [*names], "ris": [*names], "atom": [*names]}
