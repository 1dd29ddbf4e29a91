"""Drills: each is a command that prints its figures (``make drill-purge``, ``make drill-crash``)."""

import logging
import os
import random
import sys
import time
from pathlib import Path

import django

chance = random.Random(1)  # noqa: S311  # when to kill, not a secret


def say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def site_in(folder: Path) -> None:
    """A site of this process alone, with its files in that folder; the database that DATABASE_URL names, or there."""
    var = folder / "var"
    var.mkdir(exist_ok=True)
    os.environ |= {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "kpknow.settings", "SECRET_KEY": "of a drill"}
    django.setup()
    logging.disable(logging.CRITICAL)


def a_moment(least: float, most: float) -> None:
    time.sleep(chance.uniform(least, most))
