"""How often a form may be sent, without knowing by whom: counted for all workers together, in the database.

Kept are five signs of a hash under a key that ends with the day: some four thousand IPv4 addresses share each, so that
nobody who seizes the server learns who wrote. Only what is let through is counted, and all together have a ceiling, so
a flood cannot make more than that many writes or rows.
"""

import ipaddress
import math
import time

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kpknow.safety.daily_keys import keyed
from kpknow.safety.models import Sending

SIGNS = 5
"""Of the hash, 4 bits each. With a thousand rows at once, one network in a thousand meets the bucket of another."""
HOUSEHOLD = 64
"""Bits of an IPv6 address that one customer holds at least; the rest they choose themselves."""
POUR = """
INSERT INTO safety_sending (key, level, since) VALUES (%(key)s, 1, %(now)s)
ON CONFLICT (key) DO UPDATE SET since = excluded.since, level = 1 + CASE
    WHEN safety_sending.level > (excluded.since - safety_sending.since) * %(drain)s
    THEN safety_sending.level - (excluded.since - safety_sending.since) * %(drain)s ELSE 0 END
"""
"""One statement, so that two workers at once count two."""


class Rate:
    """A bucket for each network and one for all: ``most`` at once, then one more every ``seconds`` / ``most``.

    ``name`` keeps its buckets apart from other forms'. ``ceiling`` is the same for everybody together, and the most
    rows it ever holds.
    """

    def __init__(self, name: str, most: int, seconds: int, ceiling: int) -> None:
        self.name, self.most, self.seconds, self.ceiling = name, most, seconds, ceiling

    def wait(self, request: HttpRequest) -> int:
        """Seconds until this network may send; 0: now. Counts nothing. One query."""
        now, waits = time.time(), [0.0]
        sizes = self._buckets(request)
        for key, level, since in Sending.objects.filter(key__in=sizes).values_list("key", "level", "since"):
            held = max(0.0, level - (now - since) * sizes[key] / self.seconds)
            waits.append((held + 1 - sizes[key]) * self.seconds / sizes[key])
        return math.ceil(max(waits))

    def count(self, request: HttpRequest) -> None:
        """To be asked where ``wait`` said 0. Buckets that have drained go: one transaction of three statements."""
        now = time.time()
        with transaction.atomic(), connection.cursor() as cursor:
            for key, size in self._buckets(request).items():  # everybody's first: two who count wait for one another
                cursor.execute(POUR, {"key": key, "now": now, "drain": size / self.seconds})
            Sending.objects.filter(key__startswith=f"{self.name} ", since__lt=now - self.seconds).delete()

    def _buckets(self, request: HttpRequest) -> dict[str, int]:
        """Everybody's and this network's, each with its size."""
        mine = keyed(self.name, network_of(request))[:SIGNS]
        return {f"{self.name} all": self.ceiling, f"{self.name} {mine}": self.most}


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
