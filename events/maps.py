"""Countries as dots on the world map; the same countries stand beside it in words."""

from collections.abc import Iterable
from typing import TypedDict

from events.models import Country


class Dot(TypedDict):
    x: int
    y: int
    host: bool


def dots(countries: Iterable[Country], host: Country | None = None) -> list[Dot]:
    """A dot for each country the map has a place for; the host's is ringed and drawn last, so that it lies on top."""
    everyone = {country.pk: country for country in countries}
    if host:
        everyone[host.pk] = host
    placed = [country for country in everyone.values() if country.map_x is not None and country.map_y is not None]
    shown = [Dot(x=c.map_x or 0, y=c.map_y or 0, host=bool(host and c.pk == host.pk)) for c in placed]
    return sorted(shown, key=lambda dot: dot["host"])
