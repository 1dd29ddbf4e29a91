"""Ships the field's topics, and the words people say for populations, topics and countries in five languages.

What somebody wrote here before stays as it is: a topic that exists under its name or address is only given its words,
and a word that already names something, or came with a source, is left alone.
"""

import json
import unicodedata
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
COMMON_USE = "In common use; no published source recorded"


def term_key(term):
    """As events.models.term had it when this was written."""
    decomposed = unicodedata.normalize("NFKD", term.strip().casefold().replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign) or sign == "\u0306")


def shipped(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


class Words:
    """What every word names so far, over all three kinds, so that none comes to mean two things."""

    def __init__(self, apps):
        self.models = {
            field: apps.get_model("events", model)
            for field, model in (("population", "PopulationTerm"), ("topic", "TopicTerm"), ("country", "CountryTerm"))
        }
        self.named = {}
        for population in apps.get_model("events", "Population").objects.all():
            self.named["en", term_key(population.name)] = ("population", population.pk)
        for topic in apps.get_model("events", "Topic").objects.all():
            self.named["en", topic.key] = ("topic", topic.pk)
        for country in apps.get_model("events", "Country").objects.all():
            for language, name in country.names.items():
                self.named[language, term_key(name)] = ("country", country.pk)
        for field, model in self.models.items():
            for row in model.objects.all():
                self.named[row.language, row.key] = (field, getattr(row, f"{field}_id"))

    def add(self, field, concept, groups, sources, as_written):
        """One concept's words; ``groups`` are lists of language, kind, source and words."""
        model = self.models[field]
        rows = {(row.language, row.key): row for row in model.objects.filter(**{field: concept})}
        has_label = {row.language for row in rows.values() if row.kind == "preferred"}
        for language, kind, source, *terms in groups:
            for term in terms:
                key = term_key(term)
                shown = "synonym" if kind == "preferred" and language in has_label else kind
                fields = {"term": term, "kind": shown, "source": sources[source], "as_written": term in as_written}
                row = rows.get((language, key))
                if row is None and self.named.setdefault((language, key), (field, concept.pk)) == (field, concept.pk):
                    rows[language, key] = model.objects.create(**{field: concept}, language=language, key=key, **fields)
                elif row is not None and not row.source:
                    model.objects.filter(pk=row.pk).update(**fields)
                else:
                    continue
                if shown == "preferred":
                    has_label.add(language)
        if field != "country":  # their names are shipped
            labels = model.objects.filter(**{field: concept}, kind="preferred")
            concept.names = {row.language.lower(): row.term for row in labels}
            concept.save(update_fields=["names"])


def ship(apps, schema_editor):
    words = Words(apps)
    ship_populations(apps, words)
    ship_topics(apps, words)
    ship_countries(apps, words)
    for model in words.models.values():
        model.objects.filter(source="").update(source=COMMON_USE)


def ship_populations(apps, words):
    Population = apps.get_model("events", "Population")
    data = shipped("population_terms.json")
    for slug, groups in data["concepts"].items():
        if population := Population.objects.filter(slug=slug).first():
            words.add("population", population, groups, data["sources"], data["as_written"])


def ship_topics(apps, words):
    Topic = apps.get_model("events", "Topic")
    data = shipped("topics.json")
    added = []
    for fields in data["concepts"]:
        groups, key = fields.pop("terms"), term_key(fields["name"])
        topic = Topic.objects.filter(key=key).first() or Topic.objects.filter(slug=fields["slug"]).first()
        if topic is None and ("en", key) not in words.named:
            topic = Topic.objects.create(**fields, key=key)
            words.named["en", key] = ("topic", topic.pk)
        if topic is not None and topic.merged_into_id is None:
            added.append((topic, groups))
    for topic, groups in added:
        words.add("topic", topic, groups, data["sources"], data["as_written"])


def ship_countries(apps, words):
    Country = apps.get_model("events", "Country")
    data = shipped("country_terms.json")
    for code, groups in data["concepts"].items():
        if country := Country.objects.filter(code=code).first():
            words.add("country", country, groups, data["sources"], data["as_written"])


class Migration(migrations.Migration):
    dependencies = [("events", "0004_terms")]

    operations = [migrations.RunPython(ship, migrations.RunPython.noop, elidable=False)]
