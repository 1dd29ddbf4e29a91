"""What one kind of page costs, next to a bare view of the same size, in turns within one run."""

import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from tests.bench.base import Base
from tests.bench.client import Answer, Reader
from tests.bench.server import ROOT, Server, cpu_seconds

ROUNDS = 3
FRESH, KEPT = 60, 400
"""Requests a round: pages made anew, and pages kept or bare ones."""
EDITS = 12
WARM_UP = 25


@dataclass
class Figures:
    """CPU milliseconds a request by round, database included, and the milliseconds a reader waited."""

    cpu: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def ms(self) -> float:
        return statistics.median(self.cpu)

    @property
    def p50(self) -> float:
        return statistics.median(self.waits)

    @property
    def p95(self) -> float:
        return sorted(self.waits)[int(len(self.waits) * 0.95)]


@dataclass
class Page:
    kind: str
    size: int
    bare: Figures = field(default_factory=Figures)
    fresh: Figures = field(default_factory=Figures)
    kept: Figures = field(default_factory=Figures)


class Unanswered(Exception):
    """A page did not come; the words say which and how it was answered."""


class Bench:
    """A site and the bare view, each with one worker on the same core."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.site = Server("kpknow.wsgi", base.environment, "/stories/")
        self.floor = Server("tests.bench.bare:application", base.environment, "/1/")
        self.reader, self.bare_reader = Reader(self.site.port), Reader(self.floor.port)

    def page(self, kind: str, addresses: Iterator[str]) -> Page:
        """``fresh``: a different address each time, past the page cache. ``kept``: one address again and again."""
        sizes = [self._answered(path, fresh=True).size for path in islice(addresses, WARM_UP)]
        page = Page(kind, round(statistics.median(sizes)))
        again = next(addresses)
        self._answered(again)
        for _round in range(ROUNDS):
            bare = [f"/{page.size}/"] * KEPT
            self._spent(page.bare, self.floor, bare, self.bare_reader.get)
            self._spent(
                page.fresh, self.site, list(islice(addresses, FRESH)), lambda path: self._answered(path, fresh=True)
            )
            self._spent(page.kept, self.site, [again] * KEPT, self._answered)
        return page

    def after_edits(self) -> Figures:
        """The first request after another process has saved a story: the list, which has to show the new words."""
        figures = Figures()
        with subprocess.Popen(
            [sys.executable, "-m", "tests.bench.edit"],
            cwd=ROOT,
            env=self.base.all_environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as editor:
            for number in range(EDITS):
                slug = self._newest()
                editor.stdin.write(f"{slug} Edited anew {number}.\n")
                editor.stdin.flush()
                editor.stdout.readline()
                self._spent(figures, self.site, ["/stories/"], self._answered)
                text = self.reader.get("/stories/", encoding="identity").body
                if f"Edited anew {number}.".encode() not in text:
                    raise RuntimeError("an edit was not visible at the next request")
            editor.stdin.close()
        return figures

    def _newest(self) -> str:
        text = self.reader.get("/stories/", encoding="identity").body.decode()
        return "story-" + text.split('href="/stories/story-', 1)[1].split("/", 1)[0]

    def _answered(self, path: str, *, fresh: bool = False) -> Answer:
        answer = self.reader.get(path, fresh=fresh)
        if answer.status != 200:
            raise Unanswered(f"{path} answered {answer.status}")
        return answer

    def _spent(self, figures: Figures, server: Server, paths: list[str], get: Callable[[str], Answer]) -> None:
        before = cpu_seconds(server.worker) + self.base.cpu()
        waits = [get(path).seconds for path in paths]
        after = cpu_seconds(server.worker) + self.base.cpu()
        figures.cpu.append(1_000 * (after - before) / len(paths))
        figures.waits += [1_000 * wait for wait in waits]

    def stop(self) -> None:
        self.reader.close()
        self.bare_reader.close()
        self.site.stop()
        self.floor.stop()
