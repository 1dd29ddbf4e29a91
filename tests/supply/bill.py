"""Writes what runs on a server, package by package, from what is pinned and installed:

    python -m tests.supply.bill

``docs/sbom.cdx.json`` in CycloneDX 1.6 (ECMA-424), for programs that look up known faults, and ``docs/licences.md`` for
people. The same pins give the same bytes: no moment and no drawn number is in them.
"""

import hashlib
import json
import re
import tomllib
import uuid
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT, PINS = ROOT / "pyproject.toml", ROOT / "requirements.txt"
BILL, LICENCES = ROOT / "docs/sbom.cdx.json", ROOT / "docs/licences.md"
TOLD = {
    "pyrage": "MIT",  # its wheel says nothing; LICENSE in its repository does
    "fido2": "BSD-2-Clause, Apache-2.0, MPL-2.0",  # a text in place of a name
    "qrcode": "BSD-3-Clause",  # its classifiers name a second one, of a part it took over (MIT)
    "psycopg2-binary": "LGPL-3.0-or-later with exceptions",
}
"""Licences where the package itself does not name one in a few words."""


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str
    needed_by: tuple[str, ...]


def normal(name: str) -> str:
    """As PyPI compares names (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name → version and SHA-256 of each of its files."""
    found = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        head = re.match(r"([A-Za-z0-9._-]+)(?:\[.*\])?==([^\s;\\]+)", entry)
        assert head, entry
        found[normal(head[1])] = head[2], tuple(re.findall(r"sha256:([0-9a-f]{64})", entry))
    return found


def licence_of(name: str) -> str:
    """Its expression, else its classifiers, else the few words it says; empty where it says none."""
    told = metadata.metadata(name)
    if name in TOLD:
        return TOLD[name]
    if expression := told["License-Expression"]:
        return str(expression)
    classifiers = [
        one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License ::")
    ]
    if named := [one for one in classifiers if one != "OSI Approved"]:
        return ", ".join(named)
    words = str(told["License"] or "")
    return words if len(words) < 40 else ""


def needs() -> dict[str, set[str]]:
    """Name → what it needs here: with the extras that were chosen, on the machine this runs on."""
    wanted = [Requirement(line) for line in tomllib.loads(PROJECT.read_text())["project"]["dependencies"]]
    found: dict[str, set[str]] = {}
    seen: dict[str, set[str]] = {}
    while wanted:
        one = wanted.pop()
        name, extras = normal(one.name), {"", *one.extras}
        found.setdefault(name, set())
        new, seen[name] = extras - seen.get(name, set()), extras | seen.get(name, set())
        for line in metadata.requires(name) or () if new else ():
            other = Requirement(line)
            if other.marker is None or any(other.marker.evaluate({"extra": extra}) for extra in new):
                found[name].add(normal(other.name))
                wanted.append(other)
    return found


def packages() -> list[Package]:
    pins, found = pinned(PINS.read_text()), needs()
    return [
        Package(
            name, version, hashes, licence_of(name), tuple(other for other in sorted(found) if name in found[other])
        )
        for name, (version, hashes) in sorted(pins.items())
    ]


def own() -> set[str]:
    """What the site chose itself."""
    return {normal(Requirement(line).name) for line in tomllib.loads(PROJECT.read_text())["project"]["dependencies"]}


def component(package: Package) -> dict[str, Any]:
    purl = f"pkg:pypi/{package.name}@{package.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "purl": purl,
        "licenses": [{"license": {"name": package.licence}}],
        "hashes": [{"alg": "SHA-256", "content": one} for one in sorted(package.hashes)],
    }


def bill(found: list[Package]) -> str:
    root = "kpknow"
    refs = {package.name: f"pkg:pypi/{package.name}@{package.version}" for package in found}
    tied: dict[str, list[str]] = {root: sorted(refs[name] for name in own())}
    for package in found:
        tied[refs[package.name]] = sorted(refs[one.name] for one in found if package.name in one.needed_by)
    text = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(hashlib.sha256(PINS.read_bytes()).hexdigest()[:32], version=5)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": root, "name": root}},
        "components": [component(package) for package in found],
        "dependencies": [{"ref": ref, "dependsOn": on} for ref, on in sorted(tied.items())],
    }
    return json.dumps(text, indent=1) + "\n"


def table(found: list[Package]) -> str:
    """Why the site's own choices are here, `dependencies.md` says; the others are here because those need them."""
    lines = [
        "# Licences of what runs on a server",
        "",
        "Written by `make sbom` from `requirements.txt` and what the packages say of themselves. Why the site's own",
        "choices are here stands in `dependencies.md`; any other is here because those need it.",
        "",
        "| package | version | licence | needed by |",
        "| --- | --- | --- | --- |",
    ]
    chosen = own()
    for one in found:
        needed = ", ".join([*["**the site itself**"] * (one.name in chosen), *one.needed_by])
        lines.append(f"| `{one.name}` | {one.version} | {one.licence} | {needed} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    everything = packages()
    BILL.write_text(bill(everything))
    LICENCES.write_text(table(everything))
