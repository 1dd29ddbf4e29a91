"""A record a pack is built from."""

from dataclasses import dataclass

Basis = tuple[str, ...]
"""What would make a copy out of date if it changed, in the words of no language."""


@dataclass(frozen=True)
class SourceLine:
    """A record the pack is built from. ``language``: of its title."""

    key: str
    title: str
    detail: str
    address: str
    language: str
