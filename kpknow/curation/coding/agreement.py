"""How far two coders agree about one text.

Each passage × theme is one judgement: did this coder tie anything in the passage to the theme? Percentage agreement is
the share of judgements both made alike. Cohen's kappa takes off what two coders would agree on by chance, given how
often each uses the theme: (observed − expected) / (1 − expected). J. Cohen (1960), “A coefficient of agreement for
nominal scales”, Educational and Psychological Measurement 20(1), 37–46. What a kappa is called follows J. R. Landis and
G. G. Koch (1977), “The measurement of observer agreement for categorical data”, Biometrics 33(1), 159–174.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.curation.coding.marks import give_source
from kpknow.curation.coding.texts import CodedText
from stories.models import Coding, Theme

CALLED = (
    (0.2, gettext_lazy("slight")),
    (0.4, gettext_lazy("fair")),
    (0.6, gettext_lazy("moderate")),
    (0.8, gettext_lazy("substantial")),
    (1.0, gettext_lazy("almost perfect")),
)
"""The highest kappa that is called so."""


@dataclass(frozen=True)
class Table:
    """Judgements two coders made: both yes, only the first, only the second, both no."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def judged(self) -> int:
        return self.both + self.first + self.second + self.neither

    @property
    def percent(self) -> int | None:
        """Rounded half up; None where nothing was judged."""
        return (200 * (self.both + self.neither) + self.judged) // (2 * self.judged) if self.judged else None

    @property
    def kappa(self) -> float | None:
        """None where nothing was judged, or chance alone would make both agree on everything."""
        if not self.judged:
            return None
        one, other = (self.both + self.first) / self.judged, (self.both + self.second) / self.judged
        expected = one * other + (1 - one) * (1 - other)
        if expected >= 1:
            return None
        return ((self.both + self.neither) / self.judged - expected) / (1 - expected)

    @property
    def kappa_words(self) -> str:
        """“0.62”, with a real minus sign; empty where there is none."""
        return "" if self.kappa is None else f"{self.kappa:.2f}".replace("-0.00", "0.00").replace("-", "−")

    @property
    def meaning(self) -> str:
        """What Landis and Koch call it."""
        if self.kappa is None:
            return ""
        if self.kappa < 0:
            return str(_("worse than chance"))
        return next(str(name) for most, name in CALLED if self.kappa <= most + 1e-9)

    def __add__(self, other: "Table") -> "Table":
        return Table(
            self.both + other.both,
            self.first + other.first,
            self.second + other.second,
            self.neither + other.neither,
        )


@dataclass(frozen=True)
class Compared:
    """Two coders' judgements of one text: by theme, together, and the passages they differ on."""

    themes: Sequence[tuple[Theme, Table]]
    overall: Table
    blocks: int
    differences: Sequence[tuple[Any, Theme, bool]] = field(default=())
    """Passage, theme, and whether it was the first who tied it."""


def compare(text: CodedText, one: Any, other: Any) -> Compared:
    """Of the themes either of them used. Two queries.

    A passage is a numbered block of the text; headings are none. A highlight that spans none of them any more is not
    counted.
    """
    used = judgements(text, (one, other))
    blocks = text.coded_blocks
    tables, differences = [], []
    for theme in sorted(
        {theme for ties in used for _block, theme in ties}, key=lambda theme: (theme.order, theme.name)
    ):
        yes = [{block for block, tied in ties if tied == theme} for ties in used]
        both, first, second = len(yes[0] & yes[1]), len(yes[0] - yes[1]), len(yes[1] - yes[0])
        tables.append((theme, Table(both, first, second, len(blocks) - both - first - second)))
        differences += [
            (block, theme, block.key in yes[0]) for block in blocks if (block.key in yes[0]) != (block.key in yes[1])
        ]
    overall = Table(0, 0, 0, 0)
    for _theme, table in tables:
        overall += table
    differences.sort(key=lambda found: (found[0].number, found[1].order))
    return Compared(tables, overall, len(blocks), differences)


def judgements(text: CodedText, coders: Sequence[Any]) -> list[set[tuple[int, Theme]]]:
    """For each coder, what they tied: (key of the passage, theme)."""
    found: dict[int, set[tuple[int, Theme]]] = {coder.pk: set() for coder in coders}
    of_block = {block.key: block.record for block in text.blocks}
    codings = Coding.objects.filter(coder__in=coders, highlight__in=text.highlights())
    for coding in codings.select_related("theme", "highlight__answer"):
        give_source(coding.highlight, text, of_block)
        if (place := text.place_of(coding.highlight)) and coding.coder_id in found:
            found[coding.coder_id].add((place[0], coding.theme))
    return [found[coder.pk] for coder in coders]
