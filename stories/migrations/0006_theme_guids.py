"""Every theme that was there gets its lasting number."""

import uuid

from django.db import migrations


def give_numbers(apps, schema_editor):
    themes = apps.get_model("stories", "Theme").objects.using(schema_editor.connection.alias).filter(guid=None)
    for key in list(themes.values_list("pk", flat=True)):
        themes.filter(pk=key).update(guid=uuid.uuid4())


class Migration(migrations.Migration):

    dependencies = [("stories", "0005_coders")]

    operations = [migrations.RunPython(give_numbers, migrations.RunPython.noop)]
