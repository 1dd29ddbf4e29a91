"""The uploaded files, as a backup takes them and a restore brings them back: of a folder, or of a bucket."""

import contextlib
import hashlib
import logging
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol, TypeVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kpknow.safety.kept_files import FilesAway

logger = logging.getLogger(__name__)

AT_ONCE = 8
"""Files of a bucket on their way at the same time; each is 25 MB at most."""
One = TypeVar("One")
Done = TypeVar("Done")


class Uploads(Protocol):
    def size(self) -> int:
        """Bytes of all."""

    def is_empty(self) -> bool: ...

    def files(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Name and content of each, to be closed by whoever asks; without those that were purged meanwhile."""

    def replaced_by(self, restored: Path) -> AbstractContextManager[None]:
        """Those of a folder in place of those that are there, which come back where what is done meanwhile fails."""


def uploads() -> Uploads:
    """Where this site keeps them."""
    return Bucket(default_storage) if are_in_bucket() else Folder(Path(settings.MEDIA_ROOT))


def are_in_bucket() -> bool:
    chosen: Any = settings.STORAGES["default"]
    return "bucket_name" in chosen.get("OPTIONS", {})


def is_plain(name: str) -> bool:
    """Whether it names a file below a folder, in the one way it can be written."""
    parts = PurePosixPath(name).parts
    return bool(parts) and "/".join(parts) == name and ".." not in parts


def files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield str(PurePosixPath(*path.relative_to(folder).parts)), path


class Folder:
    def __init__(self, place: Path) -> None:
        self.place = place

    def size(self) -> int:
        return sum(path.stat().st_size for _name, path in files_in(self.place))

    def is_empty(self) -> bool:
        return not self.place.exists() or not any(self.place.iterdir())

    def files(self) -> Iterator[tuple[str, IO[bytes]]]:
        for name, path in files_in(self.place):
            try:
                file = path.open("rb")
            except FileNotFoundError:
                continue
            yield name, file

    @contextmanager
    def replaced_by(self, restored: Path) -> Iterator[None]:
        """By a new name for each folder: at once, and as fast whatever is in it."""
        place, aside = self.place, self.place.with_name(f"{self.place.name}.before")
        place.parent.mkdir(parents=True, exist_ok=True)
        if aside.exists():  # an earlier restore was cut off: what it had laid aside comes back first
            shutil.rmtree(place, ignore_errors=True)
            aside.rename(place)
        with contextlib.suppress(FileNotFoundError):
            place.rename(aside)
        try:
            shutil.move(restored, place)
            yield
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            with contextlib.suppress(FileNotFoundError):
                aside.rename(place)
            raise
        shutil.rmtree(aside, ignore_errors=True)


class Bucket:
    """Several files at a time: each costs a way there and back."""

    def __init__(self, bucket: Any) -> None:
        self.bucket = bucket

    def size(self) -> int:
        return sum(one.size for one in self.stored().values())

    def is_empty(self) -> bool:
        return next(self.bucket.stored(), None) is None

    def stored(self) -> dict[str, Any]:
        """By name; without what stores or their keepers add, which would be no file of a folder."""
        return {one.name: one for one in self.bucket.stored() if is_plain(one.name)}

    def files(self) -> Iterator[tuple[str, IO[bytes]]]:
        names = list(self.stored())
        for name, file in zip(names, several_at_once(self.read, names), strict=True):
            if file is not None:
                yield name, file

    def read(self, name: str) -> Any:
        try:
            return self.bucket.open(name)
        except FileNotFoundError:
            return None

    @contextmanager
    def replaced_by(self, restored: Path) -> Iterator[None]:
        """What is missing or other is put there first; what is too much goes last, when nothing can fail any more.

        A bucket knows no new name for everything at once. Until the end a reader of the old database finds every file
        of it. Where the process is killed meanwhile, what it had put there belongs to no row, and the nightly purge
        removes it; so it does with what was too much and could not be removed.
        """
        there, new = self.stored(), dict(files_in(restored))
        other = [name for name, path in new.items() if name in there and md5_of(path) != there[name].tag]
        missing = [name for name in new if name not in there]
        aside = {name: restored.with_name("aside") / str(number) for number, name in enumerate(other)}
        self.lay_aside(aside)
        try:
            self.put_all({name: new[name] for name in (*missing, *other)})
            yield
        except BaseException:
            try:
                self.remove(missing)
                self.put_all(aside)
            except FilesAway:
                logger.error("files of the backup are left in the bucket: its store is away")
            raise
        try:
            self.remove(name for name in there if name not in new)
        except FilesAway:
            logger.warning("files of the site that was replaced are left to the nightly purge: their store is away")

    def put_all(self, files: dict[str, Path]) -> None:
        for _none in several_at_once(self.put, files.items()):
            pass

    def put(self, file: tuple[str, Path]) -> None:
        name, path = file
        self.bucket.replace(name, ContentFile(path.read_bytes()))

    def lay_aside(self, aside: dict[str, Path]) -> None:
        for name, path in aside.items():
            path.parent.mkdir(exist_ok=True)
            with self.bucket.open(name) as file:
                path.write_bytes(file.read())

    def remove(self, names: Iterable[str]) -> None:
        for _none in several_at_once(self.bucket.delete, list(names)):
            pass


def several_at_once(act: Callable[[One], Done], over: Iterable[One]) -> Iterator[Done]:
    """What it gave for each, in order; never more than AT_ONCE are begun and not taken."""
    ahead, begun = iter(over), deque[Future[Done]]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun.extend(pool.submit(act, one) for one in islice(ahead, AT_ONCE))
        while begun:
            yield begun.popleft().result()
            begun.extend(pool.submit(act, one) for one in islice(ahead, 1))


def md5_of(path: Path) -> str:
    """Only to see whether the store holds the same: it names no other sum of what it holds."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
