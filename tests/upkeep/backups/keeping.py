"""A site with a folder for backups, and the two commands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from kpknow.upkeep.backups.keys import make_key
from kpknow.upkeep.panic import open_site


@pytest.fixture
def kept_apart(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A folder for backups and a key; at the end the site is open, whatever was restored."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    settings.MEDIA_ROOT = settings.VAR / "media"
    settings.BACKUP_RECIPIENTS = [make_key(tmp_path / "key")]
    yield tmp_path
    open_site()


def keep(folder: Path, name: str = "site.age") -> Path:
    call_command("backup", folder / name)
    return folder / name


def bring_back(file: Path, **options: Any) -> None:
    call_command("restore", file, **{"key": str(file.parent / "key"), "replace": True} | options)
