"""Who coded what, for a second coder; what a lost passage was in; how coders are told what a theme means."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("stories", "0004_words_hash"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="coding", name="stories_coding_once"),
        migrations.AddField(
            model_name="coding",
            name="coder",
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="coder"),
        ),
        migrations.AddField(
            model_name="highlight",
            name="was_in",
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="lost_highlights", to="stories.story", verbose_name="story its block was in"),
        ),
        migrations.AddField(
            model_name="theme",
            name="definition",
            field=models.TextField(blank=True, help_text="Where one line is too short to code by.", verbose_name="definition for coders"),
        ),
        migrations.AddField(
            model_name="theme",
            name="include",
            field=models.TextField(blank=True, verbose_name="code it when"),
        ),
        migrations.AddField(
            model_name="theme",
            name="exclude",
            field=models.TextField(blank=True, verbose_name="do not code it when"),
        ),
        migrations.AddField(
            model_name="theme",
            name="example",
            field=models.TextField(blank=True, help_text="A typical passage, in our words.", verbose_name="example"),
        ),
        migrations.AddField(
            model_name="theme",
            name="guid",
            field=models.UUIDField(default=None, editable=False, null=True, unique=True, verbose_name="lasting number in codebooks"),
        ),
        migrations.AlterField(
            model_name="theme",
            name="guid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True, unique=True, verbose_name="lasting number in codebooks"),
        ),
        migrations.AddConstraint(
            model_name="coding",
            constraint=models.UniqueConstraint(fields=("highlight", "theme", "coder"), name="stories_coding_once_a_coder"),
        ),
        migrations.AddConstraint(
            model_name="coding",
            constraint=models.UniqueConstraint(condition=models.Q(("coder__isnull", True)), fields=("highlight", "theme"), name="stories_coding_once_without_coder"),
        ),
    ]
