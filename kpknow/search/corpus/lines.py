"""One line of a corpus, read and checked. What is wrong with it is said in words a person can act on."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from kpknow.content.models.record import language_tag
from kpknow.content.partial_dates import PartialDate

LONGEST_LINE = 5_000_000
"""Bytes; a transcript of ten hours has a tenth of it."""
KINDS = ("theme", "tag", "organisation", "event", "story")
SLUG = re.compile(r"[-a-zA-Z0-9_]+")
SAYS_STORY = re.compile(rb'\s*\{\s*"kind"\s*:\s*"story"')

Fields = dict[str, Any]


class Refused(Exception):
    """This line cannot be loaded; the words say why."""


def raw_lines(path: Path, read: Callable[[int], object]) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers, empty ones left out. Of a line that is too long only the beginning is kept.

    ``read`` is told how many bytes were read since it was last told.
    """
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE + 2):
            number += 1
            length = len(raw)
            while not raw.endswith(b"\n") and length > LONGEST_LINE and (rest := file.readline(LONGEST_LINE)):
                length += len(rest)
                if rest.endswith(b"\n"):
                    break
            read(length)
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if raw.strip():
                yield number, raw


def digest_of(raw: bytes) -> str:
    return blake2b(raw.strip(), digest_size=16).hexdigest()


def fields_of(raw: bytes) -> Fields:
    """The object a line holds, of a kind we know. Raises Refused."""
    if len(raw) > LONGEST_LINE:
        raise Refused(f"the line is longer than {LONGEST_LINE:,} bytes")
    try:
        fields = json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise Refused("this is not JSON in UTF-8") from None
    if not isinstance(fields, dict):
        raise Refused("this is not a JSON object")
    if "kind" not in fields:
        raise Refused("it has no kind")
    if fields["kind"] not in KINDS:
        raise Refused(f"there is no kind {str(fields['kind'])[:40]!r}; there are {', '.join(KINDS)}")
    return fields


def text_in(fields: Fields, key: str, most: int) -> str:
    """A text of at most so many characters; empty where it is absent."""
    value = fields.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(f"{key} is not a text")
    if len(value) > most:
        raise Refused(f"{key} is longer than {most:,} characters")
    if "\x00" in value:
        raise Refused(f"{key} has a NUL in it")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refused(f"{key} has half a character in it (a lone surrogate)") from None
    return value


def sound_slug(value: object, key: str, most: int) -> str:
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise Refused(f"{key} is not a slug: letters a to z, figures, - and _ only")
    if len(value) > most:
        raise Refused(f"{key} is longer than {most} characters")
    return value


def slug_in(fields: Fields, most: int = 120) -> str:
    if fields.get("slug") in (None, ""):
        raise Refused("it has no slug")
    return sound_slug(fields["slug"], "slug", most)


def link_in(fields: Fields, key: str) -> str:
    """The slug of another record; empty where it is absent."""
    return sound_slug(fields[key], key, 120) if fields.get(key) not in (None, "") else ""


def links_in(fields: Fields, key: str, most: int = 120) -> tuple[str, ...]:
    """Slugs of other records, each once."""
    value = fields.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Refused(f"{key} is not a list")
    return tuple(dict.fromkeys(sound_slug(one, key, most) for one in value))


def name_in(fields: Fields, key: str, most: int) -> str:
    """A name on one line; where it is absent, the words of the slug."""
    return " ".join(text_in(fields, key, most).split()) or words_of(fields["slug"])


def words_of(slug: str) -> str:
    words = slug.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or slug


def country_in(fields: Fields, known: frozenset[str]) -> str:
    """An ISO 3166-1 alpha-2 code; empty where it is absent."""
    code = text_in(fields, "country", 100).upper()
    if code and code not in known:
        raise Refused(f"there is no country {code[:10]!r} in ISO 3166-1 (two letters)")
    return code


def language_in(fields: Fields) -> str:
    tag = text_in(fields, "language", 20) or "en"
    try:
        language_tag(tag)
    except ValidationError:
        raise Refused("language is not a tag such as en or pt-BR (BCP 47)") from None
    return tag


def moment_in(fields: Fields, key: str) -> dt.datetime | None:
    """ISO 8601; a moment without a zone is in UTC."""
    text = text_in(fields, key, 40)
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Refused(f"{key} is not a date in ISO 8601") from None


def date_in(fields: Fields, key: str) -> PartialDate | None:
    """A day, or as much of it as is known (EDTF)."""
    text = text_in(fields, key, 40)
    if not text:
        return None
    try:
        return PartialDate.parse(text)
    except ValidationError:
        moment = moment_in(fields, key)
        return day_of(moment) if moment else None


def day_of(moment: dt.datetime) -> PartialDate:
    return PartialDate(moment.year, moment.month, moment.day)
