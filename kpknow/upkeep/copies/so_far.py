"""What a run that was cut off had asked for: the next goes on from there, as long as all of it still holds.

A journal in the folder of the copy. Its first line says of which state of the site the files are, each other line what
came of one address: nothing of a person but names of pages. It goes when the copy is finished.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from kpknow.content.version import Version
from kpknow.settings import ROOT
from kpknow.upkeep.copies.addresses import is_page

JOURNAL = "so-far.jsonl"
RAW = "pages-as-asked"
"""Folder of the pages as the site shows them: their links are led within the copy once all of them are there."""
CODE = ("kpknow", "events", "stories", "templates", "static")
ENDINGS = {".py", ".html", ".txt", ".toml", ".css", ".js", ".svg", ".mo"}


def state_of(version: Version, *, with_pages: bool) -> str:
    """Equal for two runs only if every file of the first says what it would say in the second: the same content, day,
    code and addresses.
    """
    code = hashlib.sha256()
    for place in CODE:
        for path in sorted((ROOT / place).rglob("*")):
            if path.suffix in ENDINGS:
                stat = path.stat()
                code.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    told = (
        *(version.token, version.number, version.epoch, version.on.isoformat(), version.door, with_pages),
        *(settings.SITE_ADDRESS, settings.EXIT_URL, str(sorted(settings.EXIT_URLS.items())), code.hexdigest()),
    )
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True)
class Asked:
    """What came of one address. ``file``: as in ``Pages.known``, empty where nothing is shown; ``path`` is below the
    copy's folder, empty where there is no file.
    """

    address: str
    file: str
    path: str = ""
    sha256: str = ""
    bytes: int = 0

    def is_for(self, file: str) -> bool:
        """Whether it leads nowhere else: a card may have been in other hands meanwhile."""
        return self.file[:1] in ("", ">") or (self.file, self.path) == (file, waiting_place(file))


def waiting_place(file: str) -> str:
    """Where a file lies until all are there."""
    return f"{RAW}/{file}" if is_page(file) else file


class SoFar:
    """``asked`` are the addresses of a run that was cut off whose files are there as it left them."""

    def __init__(self, root: Path, state: str) -> None:
        self.path, self.state = root / JOURNAL, state
        self.was_other = False
        """Whether there was a run, of another state."""
        self.asked = {one.address: one for one in self._read() if is_whole(root, one)}

    def _read(self) -> Iterator[Asked]:
        try:
            lines = self.path.read_text(encoding="utf-8").split("\n")[:-1]  # the last may have been cut off
        except (OSError, UnicodeDecodeError):
            return
        if not lines or lines[0] != self.state:
            self.was_other = True
            return
        for line in lines[1:]:
            try:
                one = Asked(**json.loads(line))
            except (ValueError, TypeError):
                return
            yield one

    @property
    def paths(self) -> Collection[str]:
        return {JOURNAL, *(one.path for one in self.asked.values() if one.path)}

    def begin(self) -> None:
        """Write down what still holds, whole or not at all."""
        unfinished = self.path.with_name(f"{JOURNAL}.unfinished")
        unfinished.write_text("".join(f"{line}\n" for line in (self.state, *map(told, self.asked.values()))))
        unfinished.replace(self.path)

    def note(self, one: Asked) -> None:
        """Once its file is whole."""
        with self.path.open("a", encoding="utf-8") as journal:
            journal.write(f"{told(one)}\n")


def told(one: Asked) -> str:
    return json.dumps(asdict(one))


def is_whole(root: Path, one: Asked) -> bool:
    if not one.path:
        return True
    path = root / one.path
    try:
        if path.is_symlink() or not path.resolve().is_relative_to(root.resolve()):
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == one.sha256
    except OSError:
        return False
