"""The goals, and whether a run met them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.measure import Page

LISTS = ("list", "deep list", "tag", "filtered list")
MB_AT = {1_000: 80, 100_000: 150}


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

    def of(self, kind: str) -> Page:
        return next(page for page in self.pages if page.kind == kind)


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
    for page in run.pages:
        share = 100 * page.bare.ms / page.kept.ms
        yield Verdict(f"{page.kind}, seen before: requests a second of the bare view's", 100, share, "%", at_least=True)
    for kind in LISTS:
        page = run.of(kind)
        yield Verdict(f"{kind}, made anew", 5, page.fresh.ms / page.bare.ms)
    for kind, bound in (
        ("detail", 3.5),
        ("search, rare", 8),
        ("search, common", 130 if run.engine == "PostgreSQL" else 50),
    ):
        page = run.of(kind)
        yield Verdict(f"{kind}, made anew", bound, page.fresh.ms / page.bare.ms)
    yield Verdict("first request after an edit, of a list made anew", 2, run.edit / run.of("list").fresh.ms)
    yield Verdict(
        "loading with search index", 700 if run.engine == "PostgreSQL" else 1_000, run.rate, "stories/s", True
    )
    allowed = MB_AT[100_000] if run.stories > 1_000 else MB_AT[1_000]
    yield Verdict("memory of a worker (PSS)", allowed, run.memory, "MB")
    yield Verdict("cold start to first page", 2, run.cold_start, "s")


def growth(small: Run, large: Run) -> Iterator[Verdict]:
    """What a page costs in the larger collection, of the smaller; search is bounded by its own goal."""
    for kind in (*LISTS, "detail"):
        ratio = [run.of(kind).fresh.ms / run.of(kind).bare.ms for run in (small, large)]
        yield Verdict(f"{kind} at {large.stories:,} against {small.stories:,}", 1.2, ratio[1] / ratio[0])
