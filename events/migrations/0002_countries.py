"""The countries and territories of ISO 3166-1, with their place on the dot map."""

import json
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "countries.json"
FIELDS = ("alpha3", "m49", "name", "names", "region", "subregion", "map_x", "map_y")


def load(apps, schema_editor):
    Country = apps.get_model("events", "Country")
    for row in json.loads(DATA.read_text()):
        Country.objects.update_or_create(code=row["code"], defaults={name: row[name] for name in FIELDS})


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
