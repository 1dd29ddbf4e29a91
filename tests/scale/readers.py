"""Readers at the same time: each opens a page, reads it for a while, opens another. One process, no threads."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_SECONDS = 60.0
"""That a reader waits for one page."""


@dataclass(frozen=True)
class Seen:
    """``status`` 0: no answer at all."""

    at: float
    seconds: float
    status: int
    kind: str
    body: bytes = b""


@dataclass
class Crowd:
    """What so many readers saw. ``pauses``: seconds between two pages of one reader, evenly drawn."""

    port: int
    pages: Sequence[tuple[str, float, Sequence[str]]]
    """Kind, how often in relation to the others, addresses."""
    readers: int
    pauses: tuple[float, float]
    seed: int = 1
    seen: list[Seen] = field(default_factory=list)
    is_over: bool = False

    async def read(self) -> None:
        """Until ``is_over``."""
        await asyncio.gather(*(self._reader(number) for number in range(self.readers)))

    async def _reader(self, number: int) -> None:
        draw = random.Random(f"{self.seed} {number}")
        weights = [weight for _kind, weight, _paths in self.pages]
        await self._pause(draw.uniform(0, self.pauses[1]))
        while not self.is_over:
            kind, _weight, paths = draw.choices(self.pages, weights)[0]
            address = f"10.{draw.randrange(256)}.{draw.randrange(256)}.{draw.randrange(256)}"  # one of many people
            self.seen.append(await ask(self.port, draw.choice(paths), kind, address))
            await self._pause(draw.uniform(*self.pauses))

    async def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.is_over and (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(left, 0.5))

    def failed(self, after: float = 0, before: float = float("inf")) -> Counter[int]:
        """Answers that were none, or said that something broke: how many of each."""
        return Counter(
            one.status for one in self.seen if after <= one.at < before and (not one.status or one.status >= 429)
        )


async def ask(port: int, path: str, kind: str = "", address: str = "10.0.0.1", *, keep: bool = False) -> Seen:
    """``path`` may begin with “POST ”: then what follows the question mark is sent as a form."""
    method, _gap, path = ("", "", path) if path.startswith("/") else path.partition(" ")
    path, _mark, form = path.partition("?") if method else (path, "", "")
    head = f"{method or 'GET'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n"
    head += f"X-Forwarded-For: {address}\r\nConnection: close\r\n"
    if method:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n"
    begun, start = time.monotonic(), time.perf_counter()
    try:
        async with asyncio.timeout(MOST_SECONDS):
            come, go = await asyncio.open_connection("127.0.0.1", port)
            try:
                go.write(f"{head}\r\n{form}".encode())
                raw = await come.read()
            finally:
                go.close()
        status = int(raw[9:12]) if is_whole(raw) else 0
    except (OSError, TimeoutError, ValueError):
        raw, status = b"", 0
    return Seen(begun, time.perf_counter() - start, status, kind, raw if keep else b"")


def is_whole(raw: bytes) -> bool:
    """A page that was cut off is no answer."""
    head, _gap, body = raw.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    return len(body) == int(length[1]) if length else body.endswith(b"0\r\n\r\n")


def percentile(seen: Sequence[Seen], share: float) -> float:
    """Milliseconds."""
    waits = sorted(one.seconds for one in seen)
    return 1000 * waits[min(len(waits) - 1, int(share * len(waits)))] if waits else 0.0
