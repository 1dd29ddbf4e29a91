"""Ships the populations with the terms people say, and those to avoid (see events/data/populations.json)."""

import json
from pathlib import Path

from django.db import migrations

POPULATIONS = Path(__file__).resolve().parent.parent / "data" / "populations.json"


def add_populations(apps, schema_editor):
    Population = apps.get_model("events", "Population")
    PopulationTerm = apps.get_model("events", "PopulationTerm")
    for fields in json.loads(POPULATIONS.read_text(encoding="utf-8")):
        terms = fields.pop("terms")
        population, _ = Population.objects.update_or_create(slug=fields.pop("slug"), defaults=fields)
        for language, term, kind in terms:
            PopulationTerm.objects.update_or_create(
                population=population, language=language, term=term, defaults={"kind": kind}
            )


class Migration(migrations.Migration):
    dependencies = [("events", "0002_countries")]

    operations = [migrations.RunPython(add_populations, migrations.RunPython.noop, elidable=False)]
