"""Nothing of a record is left undecided: it leaves with a copy, or it stays."""

from django.apps import apps

from kpknow.upkeep.copies.tables import TABLES

STAYS = {
    "events": {"answer", "answerfile", "codebookentry", "consent", "contributor", "response"},
    "stories": {"comment", "formerfinding"},
}
"""Kinds of which nothing leaves: people and what they allowed go beside their words; old addresses may hold names."""


def test_every_field_of_every_table_leaves_or_stays() -> None:
    for table in TABLES:
        fields = {field.name for field in table.model._meta.get_fields() if field.concrete or field.many_to_many}
        fields -= {field.name for field in table.model._meta.related_objects}

        assert sorted((*table.leaves, *table.stays)) == sorted(fields), table.name


def test_every_kind_of_row_leaves_or_stays() -> None:
    known = {table.model for table in TABLES} | {table.tags for table in TABLES}
    for app, stays in STAYS.items():
        kinds = set(apps.get_app_config(app).get_models()) - known

        assert {model._meta.model_name for model in kinds} == stays
