"""Reads what a page says to machines and to people."""

import json
import re
from html import unescape
from typing import Any

from django.test import Client

from kpknow.content.models import Record


def page(record: Record | str, client: Client | None = None) -> str:
    """The HTML of a record's page or of an address, which must answer 200."""
    address = record if isinstance(record, str) else record.get_absolute_url()
    response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def words(html: str) -> str:
    """The text of a piece of HTML on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def section(html: str, key: str) -> str:
    """The section whose heading has this id; empty where there is none."""
    found = re.search(rf'<section aria-labelledby="{key}">(.*?)</section>', html, re.DOTALL)
    return found[1] if found else ""


def told(html: str) -> list[dict[str, Any]]:
    """The things of the page's JSON-LD."""
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert block
    graph: list[dict[str, Any]] = json.loads(block[1])["@graph"]
    return graph
