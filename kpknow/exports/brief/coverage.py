"""Which signs our typefaces can draw, read from the files themselves (OpenType, table ``cmap``, formats 4 and 12).

PDF/UA lets no sign pass that has no shape: one emoji in one title would break the whole brief.
"""

import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
MISSING = "▯"
"""What stands for a sign that cannot be drawn (U+25AF, in our own typeface)."""
UNSEEN = ("Cf", "Cc", "Cs", "Mn")
"""Categories of Unicode that are nothing by themselves, such as an emoji's variant: left out, not replaced."""


@cache
def covered() -> frozenset[int]:
    """Code points of every typeface shipped with the brief."""
    return frozenset(sign for file in sorted(FONTS.glob("*.ttf")) for sign in code_points(file.read_bytes()))


def code_points(font: bytes) -> set[int]:
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        _platform, _encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        kind = struct.unpack_from(">H", font, start + offset)[0]
        if kind == 4:
            found.update(in_segments(font, start + offset))
        elif kind == 12:
            found.update(in_groups(font, start + offset))
    return found


def in_segments(font: bytes, start: int) -> Iterable[int]:
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
    for first, last in zip(starts, ends, strict=True):
        if first != 0xFFFF:
            yield from range(first, last + 1)


def in_groups(font: bytes, start: int) -> Iterable[int]:
    groups = struct.unpack_from(">L", font, start + 12)[0]
    for number in range(groups):
        first, last, _glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * number)
        yield from range(first, last + 1)


def drawable(text: str) -> tuple[str, int]:
    """The text in signs our typefaces have, and how many had to be replaced."""
    known, drawn, replaced = covered(), [], 0
    for sign in unicodedata.normalize("NFC", text):
        if ord(sign) in known or sign == "\n":
            drawn.append(sign)
        elif unicodedata.category(sign) not in UNSEEN:
            drawn.append(" " if sign.isspace() else MISSING)
            replaced += not sign.isspace()
    return "".join(drawn), replaced


def all_drawable(told: Any) -> tuple[Any, int]:
    """The same of every text in lists and mappings; addresses (keys ``url``) stay as they are."""
    if isinstance(told, str):
        return drawable(told)
    if isinstance(told, list):
        parts = [all_drawable(one) for one in told]
        return [part for part, _count in parts], sum(count for _part, count in parts)
    if isinstance(told, dict):
        named = {key: (value, 0) if key == "url" else all_drawable(value) for key, value in told.items()}
        return {key: value for key, (value, _count) in named.items()}, sum(count for _value, count in named.values())
    return told, 0
