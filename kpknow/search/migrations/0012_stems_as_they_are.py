"""PostgreSQL keeps long stem vectors as they are: packing saves a tenth of their room, and ranking unpacks thousands."""

from django.db import migrations


def kept(storage):
    def keep(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE search_searchdoc ALTER COLUMN stems SET STORAGE {storage}")

    return keep


class Migration(migrations.Migration):
    dependencies = [("search", "0011_similar_stories")]
    operations = [migrations.RunPython(kept("EXTERNAL"), kept("EXTENDED"))]
