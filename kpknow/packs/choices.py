"""What a pack is made of, as an address asks for it: “theme:learning-that-lasts”, or stories under some filters."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from kpknow.exports.deck import Deck
from kpknow.packs.models.pack import SubjectKind


@dataclass(frozen=True)
class Choice:
    """``points`` and ``figures`` are keys as the form gives them; None: all."""

    subject: SubjectKind
    slug: str = ""
    query: str = ""
    points: Collection[str] | None = None
    figures: Collection[str] | None = None

    def narrowed(self, deck: Deck) -> Deck:
        return deck.narrowed(self.points, self.figures)

    @property
    def of_words(self) -> str:
        return f"{self.subject.value}:{self.slug}" if self.slug else self.subject.value

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The filters of a choice of stories, to be sent along."""
        return parse_qsl(self.query)

    @property
    def asked(self) -> str:
        """The address of this very choice, behind the question mark."""
        parts: list[tuple[str, str]] = [("of", self.of_words), *self.hidden]
        if self.points is not None or self.figures is not None:
            parts += [("chosen", "1")]
            parts += [("point", key) for key in self.points or ()] + [("figure", key) for key in self.figures or ()]
        return urlencode(parts)

    def of(self, deck: Deck, points: Collection[str], figures: Collection[str]) -> "Choice":
        """Everything is None, so that whoever ticks all gets the pack of whoever ticks nothing off."""
        every_point, every_figure = {one.key for one in deck.points}, {one.key for one in figures_of(deck)}
        return replace(
            self,
            points=None if every_point <= set(points) else sorted(every_point & set(points)),
            figures=None if every_figure <= set(figures) else sorted(every_figure & set(figures)),
        )


@dataclass(frozen=True)
class OfferedFigure:
    key: str
    wording: str


def figures_of(deck: Deck) -> list[OfferedFigure]:
    """Every figure once: those of charts, and those that only lead. A question that is a point is chosen as that."""
    found = {fact.figure: OfferedFigure(fact.figure, fact.label) for fact in deck.facts}
    charts = [chart for point in deck.points if not point.is_question for chart in point.charts]
    found |= {chart.key: OfferedFigure(chart.key, chart.wording) for chart in charts}
    return list(found.values())


def asked_subject(of: str) -> tuple[SubjectKind, str] | None:
    """“theme:slug” (or another kind of record), or “stories”; None for anything else."""
    kind, _colon, slug = of.partition(":")
    if kind not in SubjectKind.values or (kind == SubjectKind.STORIES) == bool(slug):
        return None
    return SubjectKind(kind), slug
