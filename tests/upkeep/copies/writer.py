"""Writes a copy in a process of its own, which may be killed: ``python -m tests.upkeep.copies.writer FOLDER``."""

import os
import sys
from pathlib import Path

import django
from django.test.utils import override_settings

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpknow.settings")
    django.setup()
    from kpknow.upkeep.copies.writing import export_site

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={"default": plain, "staticfiles": plain}):
        export_site(Path(sys.argv[1]))
