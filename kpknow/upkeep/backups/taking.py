"""Takes a backup while the site runs, and lets old ones go."""

import datetime as dt
import shutil
from pathlib import Path

from django.utils import timezone
from tqdm import tqdm

from kpknow.upkeep.backups.archive import write_archive
from kpknow.upkeep.backups.keys import recipients
from kpknow.upkeep.backups.snapshot import SnapshotFailed, take_snapshot
from kpknow.upkeep.backups.tombstones import NAME, write_tombstones
from kpknow.upkeep.backups.uploads import uploads
from kpknow.upkeep.unfinished import folder_for

ENDING = ".age"
UNFINISHED = ".unfinished"


def take_backup(target: Path, *, is_shown: bool = False) -> int:
    """Write one encrypted file, and what was taken back into a file beside it; the bytes of the first.

    Raises KeyMissing, SnapshotFailed and OSError, and leaves nothing half-written. Files that were purged while it
    ran are not in it.
    """
    to, files = recipients(), uploads()
    if target.exists():
        raise FileExistsError(f"{target} is there already.")
    with folder_for("backup") as folder:
        database = Path(folder) / "database"
        made_at = timezone.now()
        snapshot = take_snapshot(database)
        size = database.stat().st_size + files.size()
        if shutil.disk_usage(target.parent).free < size:
            raise SnapshotFailed(f"{target.parent} has no room for {size / 1024**2:.0f} MB.")
        with tqdm(total=size, unit="B", unit_scale=True, disable=None if is_shown else True) as bar:
            told = {"made_at": made_at.isoformat(), **vars(snapshot)}
            write_archive(target, database, files, told, to=to, progress=bar.update)
    write_tombstones(target.parent / NAME)
    return target.stat().st_size


def let_old_ones_go(folder: Path, *, days: int) -> int:
    """Of the nightly ones in that folder, by their names; how many. What was withdrawn ends with the last of them."""
    oldest, gone = timezone.now().date() - dt.timedelta(days=days), 0
    for path in folder.glob(f"kpknow-*{ENDING}"):
        try:
            made_on = dt.date.fromisoformat(path.name.removeprefix("kpknow-").removesuffix(ENDING))
        except ValueError:
            continue  # somebody else's name for it
        if made_on < oldest:
            path.unlink()
            gone += 1
    return gone


def nightly(folder: Path) -> Path:
    return folder / f"kpknow-{timezone.now().date().isoformat()}{ENDING}"
