"""People who inject drugs are people who use drugs (WHO 2022 counts them among these)."""

from django.db import migrations

PARTS = {"people-who-inject-drugs": "people-who-use-drugs"}


def tie(apps, schema_editor):
    populations = apps.get_model("events", "Population").objects
    for part, whole in PARTS.items():
        broader = populations.filter(slug=whole).first()
        populations.filter(slug=part, broader__isnull=True).update(broader=broader)


class Migration(migrations.Migration):
    dependencies = [("events", "0006_population_broader")]
    operations = [migrations.RunPython(tie, migrations.RunPython.noop)]
