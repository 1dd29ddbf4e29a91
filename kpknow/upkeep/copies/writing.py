"""Writes a copy: what may leave for good, read under consent for exports, whole or not at all."""

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from kpknow.content.models import Door
from kpknow.content.static_copy import copied_for_good
from kpknow.content.version import Version, current_version
from kpknow.upkeep.copies.data import write_data
from kpknow.upkeep.copies.folder import CopyFolder, NotACopy, check_target
from kpknow.upkeep.copies.foot import foot_of
from kpknow.upkeep.copies.pages import Pages
from kpknow.upkeep.copies.so_far import JOURNAL, RAW, SoFar, state_of
from kpknow.upkeep.copies.table import names_of
from kpknow.upkeep.copies.tables import TABLES
from kpknow.upkeep.unfinished import unfinished

FORMAT = 1
"""Of the data files; raised with every change that an older release could not bring back."""


@dataclass(frozen=True)
class Made:
    """``rows`` of all tables; ``size`` in bytes; ``expires_on``: see the manifest."""

    rows: int
    files: int
    size: int
    expires_on: str | None


Say = Callable[[str], object]


def export_site(
    target: Path, *, with_pages: bool = True, is_shown: bool = False, say: Say = lambda _words: None
) -> Made:
    """Into a folder, or a file that ends in .zip. Raises NotACopy and OSError.

    A folder that was not finished says so in itself. The next run goes on with its pages where nothing changed since,
    else it empties the folder first; ``say`` is told which. A zip appears when it is complete.
    """
    if target.suffix != ".zip":
        return write_copy(target, with_pages=with_pages, is_shown=is_shown, say=say)
    if target.exists() and not zipfile.is_zipfile(target):
        raise NotACopy(f"{target} is something else. Name a file that is not there yet, or an older copy.")
    waiting = unfinished() / f"copy-{target.stem}"
    try:
        made = write_copy(waiting / target.stem, with_pages=with_pages, is_shown=is_shown, say=say)
        packed = target.with_name(f"{target.name}.unfinished")
        zip_folder(waiting, packed)
        packed.replace(target)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    return made


def zip_folder(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            packed.write(path, path.relative_to(folder))


def write_copy(root: Path, *, with_pages: bool, is_shown: bool, say: Say) -> Made:
    began = open_version()
    check_target(root)
    so_far = SoFar(root, state_of(began, with_pages=with_pages))
    if so_far.was_other:
        say("Something changed since the last run was cut off: it starts anew.")
    elif so_far.asked:
        say(f"The last run was cut off: it goes on after {len(so_far.asked):,} pages and files.")
    folder = CopyFolder(root, so_far.paths)
    so_far.begin()
    with copied_for_good(), tqdm(unit=" rows", disable=None if is_shown else True, leave=False) as bar:
        names = names_of(TABLES)
        bar.total = sum(len(names[table.model]) for table in TABLES)
        written = write_data(folder, names, bar.update)
    if with_pages:
        with copied_for_good(), tqdm(unit=" pages", disable=None if is_shown else True, leave=False) as bar:
            Pages(folder, so_far, foot_of(began.on, written.expires_on), bar.update).write()
    try:
        still_true(began)
    except NotACopy:
        folder.empty()
        raise
    for name in (RAW, JOURNAL):
        folder.take_away(name)
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
