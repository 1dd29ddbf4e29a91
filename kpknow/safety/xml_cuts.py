"""Parts of an XML document taken out of its very bytes: everything else stays as the program wrote it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat  # its own entities are refused below

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TAG = re.compile(rb"""<[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+>""")


@dataclass
class Cuts:
    """What is taken out. ``whole``: elements with all in them; ``tags``: only their tags, what they hold stays.

    ``holding``: an element named by the key goes whole when it holds one of the names in its value.
    """

    whole: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    holding: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass
class _Open:
    name: str
    start: int
    goes: bool


def cut(data: bytes, cuts: Cuts, whether: Callable[[str, dict[str, str]], bool] = lambda name, given: True) -> bytes:
    """The document without them; names are local ones. ``whether`` may spare an element for its attributes.

    Raises ValidationError for XML that is damaged, declares entities or is not written in UTF-8.
    """
    if not data.isascii() and b"encoding=" in data[:200] and b"utf-8" not in data[:200].lower():
        raise ValidationError(_("A part of the file is not written in UTF-8; save the file anew."))
    parser = expat.ParserCreate()
    stack: list[_Open] = []
    ranges: list[tuple[int, int]] = []

    def started(name: str, given: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        start = parser.CurrentByteIndex
        applies = whether(local, {key.rpartition(":")[2]: value for key, value in given.items()})
        one = _Open(local, start, applies and local in cuts.whole)
        for around in reversed(stack):
            if applies and local in cuts.holding.get(around.name, ()):
                around.goes = True
                break
        stack.append(one)

    def ended(_name: str) -> None:
        one = stack.pop()
        if not one.goes and one.name not in cuts.tags:
            return
        tag_end = end_of_tag(data, one.start)
        is_empty = data[tag_end - 2 : tag_end] == b"/>"
        at = parser.CurrentByteIndex
        end = tag_end if is_empty else end_of_tag(data, at)
        ranges.extend([(one.start, end)] if one.goes or is_empty else [(one.start, tag_end), (at, end)])

    def refuse(*_declared: object) -> None:
        raise ValidationError(_("The file declares XML entities, which no Office program does."))

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as broken:
        raise ValidationError(_("The file is damaged: a part of it is no XML.")) from broken
    return without(data, ranges)


def end_of_tag(data: bytes, start: int) -> int:
    """Just behind the tag that begins at ``start``; a “>” inside a value ends nothing."""
    found = TAG.match(data, start)
    return found.end() if found else len(data)


def without(data: bytes, ranges: list[tuple[int, int]]) -> bytes:
    kept, place = [], 0
    for start, end in sorted(ranges):
        if start >= place:
            kept.append(data[place:start])
        place = max(place, end)
    return b"".join([*kept, data[place:]])
