"""Where long work keeps what it needs until it is done: a whole database, unsealed, or the pages of a copy.

Who is killed cannot tidy up: what is left behind may hold what was withdrawn since, and goes after a day.
"""

import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

LEFT_AFTER = 24 * 3600
"""Seconds; no backup or restore takes that long."""


def unfinished() -> Path:
    place = Path(settings.VAR) / "unfinished"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def folder_for(work: str) -> TemporaryDirectory[str]:
    """Removed at the end of a ``with``, whatever happens but a kill."""
    return TemporaryDirectory(prefix=f"{work}-", dir=unfinished())


def remove_left_behind() -> None:
    for path in unfinished().iterdir():
        if path.stat().st_mtime < time.time() - LEFT_AFTER:
            shutil.rmtree(path, ignore_errors=True)
