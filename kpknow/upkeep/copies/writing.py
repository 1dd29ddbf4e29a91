"""Writes a copy: what may leave for good, read under consent for exports, whole or not at all."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from tqdm import tqdm

from kpknow.content.models import Door
from kpknow.content.static_copy import copied_for_good
from kpknow.content.version import Version, current_version
from kpknow.upkeep.copies.data import write_data
from kpknow.upkeep.copies.folder import CopyFolder, NotACopy
from kpknow.upkeep.copies.foot import foot_of
from kpknow.upkeep.copies.pages import Pages
from kpknow.upkeep.copies.table import names_of
from kpknow.upkeep.copies.tables import TABLES

FORMAT = 1
"""Of the data files; raised with every change that an older release could not bring back."""


@dataclass(frozen=True)
class Made:
    """``rows`` of all tables; ``size`` in bytes; ``expires_on``: see the manifest."""

    rows: int
    files: int
    size: int
    expires_on: str | None


def export_site(target: Path, *, with_pages: bool = True, is_shown: bool = False) -> Made:
    """Into a folder, or a file that ends in .zip. Raises NotACopy and OSError.

    A folder that was not finished says so in itself and is written anew by the next run; a zip appears when it is
    complete.
    """
    if target.suffix != ".zip":
        return write_copy(target, with_pages=with_pages, is_shown=is_shown)
    if target.exists() and not zipfile.is_zipfile(target):
        raise NotACopy(f"{target} is something else. Name a file that is not there yet, or an older copy.")
    with TemporaryDirectory(prefix="copy-", dir=settings.VAR) as name:
        made = write_copy(Path(name) / target.stem, with_pages=with_pages, is_shown=is_shown)
        unfinished = target.with_name(f"{target.name}.unfinished")
        zip_folder(Path(name), unfinished)
        unfinished.replace(target)
    return made


def zip_folder(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            packed.write(path, path.relative_to(folder))


def write_copy(root: Path, *, with_pages: bool, is_shown: bool) -> Made:
    began = open_version()
    folder = CopyFolder(root)
    with copied_for_good(), tqdm(unit=" rows", disable=None if is_shown else True, leave=False) as bar:
        names = names_of(TABLES)
        bar.total = sum(len(names[table.model]) for table in TABLES)
        written = write_data(folder, names, bar.update)
    if with_pages:
        with copied_for_good(), tqdm(unit=" pages", disable=None if is_shown else True, leave=False) as bar:
            Pages(folder, foot_of(began.on, written.expires_on), bar.update).write()
    still_true(began)
    told: dict[str, Any] = {
        "copy_format": FORMAT,
        "made_on": began.on.isoformat(),
        "expires_on": written.expires_on,
        "counts": written.counts,
    }
    folder.finish(told)
    return Made(sum(written.counts.values()), len(folder.files), folder.size, written.expires_on)


def open_version() -> Version:
    version = current_version()
    if version.door == Door.NEUTRAL:
        raise NotACopy("The site shows nothing but a neutral page: manage.py panic --end opens it again.")
    return version


def still_true(began: Version) -> None:
    """Raises NotACopy where something public changed, or a day ended, while the copy was written."""
    now = current_version()
    if (now.number, now.epoch, now.on) != (began.number, began.epoch, began.on):
        raise NotACopy(
            "Something public changed while the copy was made, and it may hold what was taken back. Run it again, best"
            " in a quiet hour."
        )
