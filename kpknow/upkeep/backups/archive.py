"""The file itself: a tar of the database, every uploaded file and a manifest at its end, encrypted as a stream.

age authenticates each 64 KiB and the end: a flipped byte or a missing piece is refused before anything is read. The
manifest's SHA-256 guards what lies inside once more, on its way through disks and memories.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import threading
from collections.abc import Callable
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO, Any

from pyrage import DecryptError, decrypt_io, encrypt_io, x25519

from kpknow.upkeep.backups.uploads import Uploads, is_plain

FORMAT = 1
DATABASE, MANIFEST, MEDIA = "database", "manifest.json", "media"
PIECE = 1024 * 1024

Progress = Callable[[int], object]
Manifest = dict[str, Any]


class NotABackup(Exception):
    """In words for whoever restores."""


class Hashed:
    """Reads a file through, and knows its SHA-256 afterwards."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self.file, self.progress, self.sum = file, progress, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.sum.update(piece)
        self.progress(len(piece))
        return piece


def write_archive(
    target: Path, database: Path, files: Uploads, told: Manifest, *, to: list[x25519.Recipient], progress: Progress
) -> None:
    """Whole or not at all: the name appears when everything is on the disk."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    out, into = os.pipe()
    failed: list[BaseException] = []

    def encrypt() -> None:
        try:
            with os.fdopen(out, "rb") as plain, open_new(unfinished) as sealed:
                encrypt_io(plain, sealed, to)
                sealed.flush()
                os.fsync(sealed.fileno())
        except BaseException as broken:  # told to whoever waits
            failed.append(broken)

    other = threading.Thread(target=encrypt)
    other.start()
    try:
        with os.fdopen(into, "wb") as plain, tarfile.open(fileobj=plain, mode="w|", bufsize=PIECE) as tar:
            write_members(tar, database, files, told, progress)
    except BrokenPipeError:
        pass  # the other side says why
    except BaseException:
        other.join()
        unfinished.unlink(missing_ok=True)
        raise
    other.join()
    if failed:
        unfinished.unlink(missing_ok=True)
        raise failed[0]
    unfinished.replace(target)


def open_new(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def write_members(tar: tarfile.TarFile, database: Path, files: Uploads, told: Manifest, progress: Progress) -> None:
    members: dict[str, str] = {}
    kept = ((str(PurePosixPath(MEDIA, name)), file) for name, file in files.files())
    for name, file in chain([(DATABASE, database.open("rb"))], kept):
        with file:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = file.seek(0, os.SEEK_END), 0o600
            file.seek(0)
            read = Hashed(file, progress)
            tar.addfile(entry, read)
        members[name] = read.sum.hexdigest()
    text = json.dumps(told | {"format": FORMAT, "members": members}).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(text), 0o600
    tar.addfile(entry, io.BytesIO(text))


def read_archive(source: Path, folder: Path, keys: list[x25519.Identity], progress: Progress) -> Manifest:
    """Lay out the checked members in an empty folder; the manifest. Raises NotABackup, before it looked at any."""
    plain = folder / "backup.tar"
    with source.open("rb") as sealed, open_new(plain) as out:
        try:
            decrypt_io(Hashed(sealed, progress), out, keys)
        except (DecryptError, OSError) as wrong:  # the second where it breaks off in the middle
            raise NotABackup(f"It does not open: another key, or the file is damaged ({wrong}).") from wrong
    try:
        with tarfile.open(plain) as tar:
            return lay_out(tar, folder)
    except (tarfile.TarError, ValueError, KeyError) as wrong:
        raise NotABackup(f"It opens, and holds no backup of a site ({wrong}).") from wrong
    finally:
        plain.unlink()


def lay_out(tar: tarfile.TarFile, folder: Path) -> Manifest:
    told = tar.extractfile(MANIFEST)
    manifest: Manifest = json.loads(told.read()) if told else {}
    if manifest.get("format") != FORMAT:
        raise NotABackup("It was made by a later release: install that one.")
    names = [name for name in tar.getnames() if name != MANIFEST]
    if sorted(names) != sorted(manifest["members"]):
        raise NotABackup("It does not hold the files it lists.")
    for name in names:
        if lay_down(tar, name, folder) != manifest["members"][name]:
            raise NotABackup(f"{name} is not as it was when it was kept.")
    return manifest


def lay_down(tar: tarfile.TarFile, name: str, folder: Path) -> str:
    """One member as a plain file below the folder; its SHA-256. Whoever knows the public key can make an archive, so
    its names are not trusted. (Debian 12's Python, 3.11.2, has no filter for this.)
    """
    file = tar.extractfile(name) if tar.getmember(name).isfile() else None
    if file is None or not is_plain(name):
        raise NotABackup(f"{name} is no file of a backup.")
    path = folder.joinpath(*PurePosixPath(name).parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with file, open_new(path) as out:
        read = Hashed(file, lambda _size: None)
        shutil.copyfileobj(read, out, PIECE)
    return read.sum.hexdigest()
