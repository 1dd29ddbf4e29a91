"""The folder of a copy: written so that one that was cut off never looks finished."""

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
UNFINISHED = "NOT-FINISHED.txt"
"""Lies there from the first file to the last: whoever finds it knows that this is no copy yet."""
UNFINISHED_WORDS = (
    "This copy was not finished. Do not use it or pass it on: write it again with manage.py export_site.\n"
)
DATA = "data"


class NotACopy(Exception):
    """In words for whoever asked."""


def check_target(folder: Path) -> None:
    """Raises NotACopy for a place that holds anything but a copy, finished or cut off."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotACopy(f"{folder} is a file. Name a folder, or a file that ends in .zip.")
    own = (folder / MANIFEST, folder / UNFINISHED)
    if any(folder.iterdir()) and not any(is_ours(path) for path in own):
        raise NotACopy(
            f"{folder} holds other files. Name an empty folder, one that is not there yet, or an older copy."
        )


def is_ours(path: Path) -> bool:
    if path.name == UNFINISHED:
        return path.is_file()
    try:
        return "copy_format" in json.loads(path.read_text())
    except (OSError, ValueError, TypeError):
        return False


class CopyFolder:
    """Files written into a folder that is emptied but for ``kept``; ``files`` knows the sum and the size of each."""

    def __init__(self, root: Path, kept: Collection[str] = ()) -> None:
        check_target(root)
        self.root = root
        self.files: dict[str, dict[str, Any]] = {}
        root.mkdir(parents=True, exist_ok=True)
        (root / UNFINISHED).write_text(UNFINISHED_WORDS)
        self.empty(kept)

    def empty(self, kept: Collection[str] = ()) -> None:
        """All but the word that it is not finished, and ``kept``."""
        stay = {self.root / UNFINISHED, *(self.root / name for name in kept)}
        stay |= {above for path in stay for above in path.parents}
        for folder, below, names in os.walk(self.root, topdown=False):
            for path in (Path(folder, name) for name in (*names, *below)):
                if path not in stay:
                    path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """``name`` with slashes between its folders."""
        self.files[name] = self.lay_down(name, pieces)

    def lay_down(self, name: str, pieces: Iterable[bytes]) -> dict[str, Any]:
        """A file that is none of the copy; its sum and its size."""
        path = self.root.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        written, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                written.update(piece)
                size += len(piece)
        return {"sha256": written.hexdigest(), "bytes": size}

    def take_away(self, name: str) -> None:
        path = self.root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def finish(self, told: dict[str, Any]) -> None:
        """The manifest, on the disk before the word that it is not finished goes."""
        text = json.dumps(told | {"files": dict(sorted(self.files.items()))}, indent=1, ensure_ascii=False)
        with (self.root / MANIFEST).open("w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        (self.root / UNFINISHED).unlink()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file["bytes"] for file in self.files.values())


def read_manifest(folder: Path, formats: Iterable[int]) -> dict[str, Any]:
    """Raises NotACopy unless the folder is a finished copy of a known format whose files are as they were written."""
    if folder.is_file():
        raise NotACopy(f"{folder} is a file. Unpack it first, and name the folder.")
    if (folder / UNFINISHED).exists():
        raise NotACopy(f"{folder} was not finished when it was written: make it again.")
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if told["copy_format"] not in formats:
            raise NotACopy("It was made by a later release of kpknow: install that one.")
        files = {str(name): str(file["sha256"]) for name, file in told["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise NotACopy(f"{folder} holds no copy of a site: {MANIFEST} is missing or cannot be read.") from wrong
    root = folder.resolve()
    for name, expected in files.items():
        path = (folder / name).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            raise NotACopy(f"{name} is listed in {MANIFEST} and is not there.")
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                raise NotACopy(f"{name} is not as it was when the copy was made.")
    return told
