from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]

    operations = [
        migrations.CreateModel(
            name="CorpusRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=60)),
                ("record", models.BigIntegerField()),
                ("digest", models.CharField(blank=True, db_index=True, max_length=32)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("label", "record"), name="search_corpus_record_once")
                ],
            },
        ),
    ]
