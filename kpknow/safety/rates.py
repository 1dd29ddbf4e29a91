"""How often a form may be sent, without knowing by whom: counted in memory, under a key that ends with the day."""

import hashlib
import ipaddress
import math
import secrets
import threading
import time
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

MOST_KEPT = 20_000
"""Networks remembered at once; beyond, those that may send again are forgotten, then all."""
HOUSEHOLD = 64
"""Bits of an IPv6 address that one customer holds at least; the rest they choose themselves."""


class Rate:
    """A bucket for each network and one for all: ``most`` at once, then one more every ``seconds`` / ``most``.

    ``ceiling`` is the same for everybody together. Each worker counts for itself and nothing is written anywhere, so a
    restart forgets, and several workers let through as many times as much.
    """

    def __init__(self, most: int, seconds: int, ceiling: int) -> None:
        self.most, self.seconds, self.ceiling = most, seconds, ceiling
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._levels: dict[bytes, tuple[float, float]] = {}
        self._all = (0.0, 0.0)
        self._key, self._day = b"", date.min

    def wait(self, request: HttpRequest) -> int:
        """Seconds until this network may send; 0: now. Counts nothing."""
        with self._lock:
            now, key = time.time(), self._keyed(request)
            mine = self._drained(self._levels.get(key, (0.0, now)), self.most, now)
            everybody = self._drained(self._all, self.ceiling, now)
            wait = max(
                (mine + 1 - self.most) * self.seconds / self.most,
                (everybody + 1 - self.ceiling) * self.seconds / self.ceiling,
            )
            return max(0, math.ceil(wait))

    def count(self, request: HttpRequest) -> None:
        with self._lock:
            now, key = time.time(), self._keyed(request)
            if len(self._levels) >= MOST_KEPT:
                held = {k: v for k, v in self._levels.items() if self._drained(v, self.most, now) > 0}
                self._levels = held if len(held) < MOST_KEPT else {}
            self._levels[key] = (self._drained(self._levels.get(key, (0.0, now)), self.most, now) + 1, now)
            self._all = (self._drained(self._all, self.ceiling, now) + 1, now)

    def _drained(self, bucket: tuple[float, float], size: int, now: float) -> float:
        level, since = bucket
        return max(0.0, level - (now - since) * size / self.seconds)

    def _keyed(self, request: HttpRequest) -> bytes:
        """No address is kept: a hash under a key that is in no file, and is made anew each day."""
        today = timezone.now().date()
        if today != self._day:
            self._levels, self._key, self._day = {}, secrets.token_bytes(32), today
        return hashlib.blake2b(network_of(request).encode(), key=self._key, digest_size=16).digest()


def network_of(request: HttpRequest) -> str:
    """The address as the trusted proxies saw it; IPv6 is cut to its first half. What is no address counts as one."""
    seen = request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if settings.PROXIES_IN_FRONT and len(hops) >= settings.PROXIES_IN_FRONT:
        seen = hops[-settings.PROXIES_IN_FRONT]
    try:
        address = ipaddress.ip_address(seen.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        whole = ipaddress.ip_network((address, HOUSEHOLD), strict=False)
        return str(address.ipv4_mapped or whole.network_address)
    return str(address)


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """429 in plain words, with how long to wait."""
    minutes = max(1, math.ceil(wait / 60))
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
