"""What may be said of a set of numbers without printing anybody's own."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10

from kpknow.safety.suppression import SMALLEST_GROUP

ENOUGH_FOR_QUARTILES = 2 * SMALLEST_GROUP
MOST_RANGES = 10
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Summary:
    """None where too few people answered, or where a figure would be some few people's own."""

    lowest: float | None = None
    lower_quartile: float | None = None
    median: float | None = None
    upper_quartile: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Range:
    words: str
    count: int


def summary(numbers: Sequence[float]) -> Summary:
    """Median from 5 answers, quartiles from 10; lowest and highest only where 5 people gave the very same.

    Quartiles are “inclusive”: type 7 of Hyndman and Fan (1996), as spreadsheets and R give them.
    """
    if len(numbers) < SMALLEST_GROUP:
        return Summary()
    ordered = sorted(numbers)
    lower = upper = None
    if len(ordered) >= ENOUGH_FOR_QUARTILES:
        lower, _median, upper = statistics.quantiles(ordered, n=4, method="inclusive")
    return Summary(
        lowest=ordered[0] if ordered[SMALLEST_GROUP - 1] == ordered[0] else None,
        lower_quartile=lower,
        median=statistics.median(ordered),
        upper_quartile=upper,
        highest=ordered[-1] if ordered[-SMALLEST_GROUP] == ordered[-1] else None,
    )


def ranges(numbers: Sequence[float]) -> list[Range]:
    """At most ten, of a round width, neighbours joined until each holds five people; none where there is only one."""
    if len(numbers) < 2 * SMALLEST_GROUP:
        return []
    lowest, highest = min(numbers), max(numbers)
    width = round_width((highest - lowest) / MOST_RANGES)
    if width == 0 or not abs(lowest / width) < 1e12:
        return []
    is_whole = all(number.is_integer() for number in numbers) and width >= 1
    counts = Counter(floor(number / width) for number in numbers)
    edges, held = [min(counts)], [0]
    for place in range(min(counts), max(counts) + 1):
        held[-1] += counts[place]
        if held[-1] >= SMALLEST_GROUP and place < max(counts):
            edges.append(place + 1)
            held.append(0)
    if len(held) > 1 and held[-1] < SMALLEST_GROUP:
        rest = held.pop()
        held[-1] += rest
        edges.pop()
    edges.append(max(counts) + 1)
    found = [
        Range(range_words(start * width, end * width, is_whole), count)
        for (start, end), count in zip(pairwise(edges), held, strict=True)
    ]
    return found if len(found) > 1 else []


def round_width(width: float) -> float:
    """The next larger of 1, 2 or 5 with any number of noughts; whole from 1 on."""
    if not 0 < width < 1e15:
        return 0
    ten = 10.0 ** floor(log10(width))
    return next((step * ten for step in STEPS if step * ten >= width * (1 - 1e-9)), 10 * ten)


def range_words(start: float, end: float, is_whole: bool) -> str:
    """“20–29” of whole numbers, “2.5 – < 5” of others."""
    if is_whole:
        last = int(end) - 1
        return f"{int(start)}–{last}" if last > int(start) else str(last)
    return f"{start:g} – < {end:g}"
