"""The goals, and whether a run met them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.measure import Page

LISTS = ("list", "deep list", "tag", "filtered list")


@dataclass
class Run:
    """All that was measured at one size. ``edit`` is CPU milliseconds of the first request after an edit."""

    stories: int
    engine: str
    pages: list[Page]
    edit: float
    cold_start: float
    memory: float
    rate: float
    base_mb: float

    def of(self, *kinds: str) -> list[Page]:
        """Those of these kinds that were measured."""
        return [page for page in self.pages if page.kind in kinds]


@dataclass(frozen=True)
class Verdict:
    goal: str
    bound: float
    value: float
    unit: str = "×"
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        verdict = "met" if self.is_met else f"missed by {abs(self.value / self.bound - 1):.0%}"
        return f"| {self.goal} | {sign} {self.bound:g} {self.unit} | {self.value:.3g} {self.unit} | {verdict} |"


def verdicts(run: Run) -> Iterator[Verdict]:
    for page in run.of(*LISTS, "detail"):
        share = 100 * page.bare.ms / page.kept.ms
        yield Verdict(f"{page.kind}, seen before: requests a second of the bare view's", 100, share, "%", at_least=True)
    common = 130 if run.engine == "PostgreSQL" else 50
    bounds = dict.fromkeys(LISTS, 5.0) | {"detail": 3.5, "search, rare": 8, "search, common": common}
    for kind, bound in bounds.items():
        for page in run.of(kind):
            yield Verdict(f"{kind}, made anew", bound, page.fresh.ms / page.bare.ms)
    for page in run.of("list"):
        yield Verdict("first request after an edit, of a list made anew", 2, run.edit / page.fresh.ms)
    yield Verdict(
        *("loading with search index", 700 if run.engine == "PostgreSQL" else 1_000),
        *(run.rate, "stories/s", True),
    )
    yield Verdict("memory of a worker (PSS)", 150 if run.stories > 1_000 else 80, run.memory, "MB")
    yield Verdict("cold start to first page", 2, run.cold_start, "s")


def growth(small: Run, large: Run) -> Iterator[Verdict]:
    """What a page costs in the larger collection, of the smaller; search is bounded by its own goal."""
    kinds = (*LISTS, "detail")
    for before, after in zip(small.of(*kinds), large.of(*kinds), strict=True):
        ratio = (after.fresh.ms / after.bare.ms) / (before.fresh.ms / before.bare.ms)
        yield Verdict(f"{after.kind} at {large.stories:,} against {small.stories:,}", 1.2, ratio)
