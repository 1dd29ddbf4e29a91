"""Reads what the demo knows: TOML by noun in ``data/``, long texts in ``texts/``."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

Row = dict[str, Any]

HERE = Path(__file__).resolve().parent


@cache
def read(name: str) -> Row:
    """One file of ``data/``, such as ``survey.toml``. Read once: nobody may change what comes back."""
    return tomllib.loads((HERE / "data" / name).read_text(encoding="utf-8"))


def rows(noun: str) -> list[Row]:
    """All rows of a noun: the list in its file, or the lists in the files of its folder, in order of their names."""
    folder = HERE / "data" / noun
    names = [f"{noun}/{path.name}" for path in sorted(folder.glob("*.toml"))] if folder.is_dir() else [f"{noun}.toml"]
    return [row for name in names for row in read(name)[noun]]


def body(name: str) -> str:
    return (HERE / "texts" / f"{name}.md").read_text(encoding="utf-8")
