from typing import Any

from django.db import migrations

NAMES = ("Author", "Editor", "Publisher", "Moderator", "Administrator")


def make_groups(apps: Any, schema_editor: Any) -> None:
    """Empty: what each may do is written after all migrations, when the permissions exist (curation.roles)."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in NAMES:
        groups.get_or_create(name=name)


def remove_groups(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).filter(name__in=NAMES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0003_consent_views"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
