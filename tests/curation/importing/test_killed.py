"""An import that is killed in the middle leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

IMPORT = """
import django
django.setup()
from django.contrib.auth.models import AnonymousUser
from django.db.models.signals import post_save
from events.models import Organisation
from kpknow.curation.actions.importing import bring_in
from tests.curation.importing.sheets import checked, csv_file
saved = []
def note(sender, **_):
    saved.append(1)
    if len(saved) == 60:
        print("in the middle", flush=True)
rows = ([f"Organisation number {n}", "network", "sex-workers"] for n in range(400))
batch = checked("organisations", csv_file(["name", "kind", "people"], *rows))
batch.rows.update(is_chosen=True)
post_save.connect(note, sender=Organisation)
bring_in(batch, by=AnonymousUser())
print("through", flush=True)
"""
COUNT = """
import django
django.setup()
from events.models import Organisation
from kpknow.curation.models import Import, ImportedRow
done = Import.objects.filter(imported_at__isnull=False), ImportedRow.objects.filter(is_done=True)
print(*(found.count() for found in (Organisation.objects, Organisation.populations.through.objects, *done)))
"""


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="it makes a file of its own")
def test_kill_9_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    env = os.environ | {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kpknow.settings", "PYTHONPATH": "."}
    env.pop("DATABASE_URL", None)
    run = {"cwd": settings.ROOT, "env": env, "text": True}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True, **run)

    with subprocess.Popen([sys.executable, "-c", IMPORT], stdout=subprocess.PIPE, **run) as killed:
        assert killed.stdout
        assert killed.stdout.readline() == "in the middle\n"
        killed.kill()
    left = subprocess.run([sys.executable, "-c", COUNT], check=True, capture_output=True, **run)

    assert left.stdout.split() == ["0", "0", "0", "0"]
