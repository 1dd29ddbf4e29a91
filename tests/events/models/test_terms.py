"""Other words of concepts: shipped with their sources, printed with care, each meaning one thing."""

import json
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from events.models import Country, CountryTerm, Population, PopulationTerm, TermKind, Topic, TopicTerm, term_key
from events.models.naming import TERMS, concepts_named
from tests import builders as make

pytestmark = pytest.mark.django_db

DATA = Path(import_module("events").__file__ or "").parent / "data"
LANGUAGES = {"en", "fr", "ru", "es", "pt"}
ship = import_module("events.migrations.0005_vocabulary").ship


def shipped(name: str) -> dict[str, Any]:
    """The file, with its concepts by slug or code."""
    data: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    if isinstance(data["concepts"], list):
        data["concepts"] = {one["slug"]: one["terms"] for one in data["concepts"]}
    return data


def every_term() -> list[Any]:
    return list(chain.from_iterable(model.objects.select_related(model.concept_field) for model in TERMS))


def rows() -> list[list[tuple[Any, ...]]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (*TERMS, Population, Topic)]


@pytest.mark.parametrize(
    ("name", "model", "path"),
    [
        ("population_terms.json", PopulationTerm, "population__slug"),
        ("topics.json", TopicTerm, "topic__slug"),
        ("country_terms.json", CountryTerm, "country__code"),
    ],
)
def test_every_shipped_word_is_there_with_its_kind_and_source(name: str, model: type[Any], path: str) -> None:
    data = shipped(name)

    columns = (path, "language", "kind", "source", "term", "as_written")
    assert set(model.objects.values_list(*columns)) == {
        (slug, language, kind, data["sources"][source], word, word in data["as_written"])
        for slug, groups in data["concepts"].items()
        for language, kind, source, *words in groups
        for word in words
    }


def test_every_term_says_where_it_comes_from() -> None:
    terms = every_term()

    assert len(terms) > 2000
    assert [term for term in terms if not term.source.strip()] == []


def test_no_shipped_word_means_two_things_in_a_language() -> None:
    named = concepts_named({(term.language, term.key) for term in every_term()})

    assert {word: concepts for word, concepts in named.items() if len(concepts) != 1} == {}


def test_people_and_topics_have_our_word_in_every_language() -> None:
    for concept in (*Population.objects.all(), *Topic.objects.all()):
        assert {*concept.names, "en"} == LANGUAGES, concept.slug
        assert concept.names == dict(concept.terms.filter(kind=TermKind.PREFERRED).values_list("language", "term"))


def test_a_concept_is_printed_in_the_readers_language(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    group, topic = Population.objects.get(slug="people-living-with-hiv"), Topic.objects.get(slug="harm-reduction")
    names = []

    with django_assert_num_queries(0):
        for language in ("en", "fr", "ru", "pt-br", "sw"):
            with translation.override(language):
                names.append((str(group), str(topic)))

    assert names == [
        ("People living with HIV", "Harm reduction"),
        ("Personnes vivant avec le VIH", "Réduction des risques"),
        ("Люди, живущие с ВИЧ", "Снижение вреда"),
        ("Pessoas que vivem com o VIH", "Redução de danos"),
        ("People living with HIV", "Harm reduction"),
    ]


def test_names_follow_the_preferred_terms() -> None:
    topic = make.make_topic("Parades")

    label = topic.terms.create(language="pt-BR", term="Paradas", kind=TermKind.PREFERRED, source="Ours")
    assert Topic.objects.get(pk=topic.pk).names == {"pt-br": "Paradas"}
    label.term = "Marchas"
    label.save()
    assert Topic.objects.get(pk=topic.pk).names == {"pt-br": "Marchas"}
    label.delete()
    assert Topic.objects.get(pk=topic.pk).names == {}


def test_other_names_of_a_country_leave_its_shipped_names_alone() -> None:
    names = make.country("KE").names

    CountryTerm.objects.create(country=make.country("KE"), language="fr", term="Le Kenya", source="Ours").delete()

    assert make.country("KE").names == names


@pytest.mark.parametrize("second", ["drop-ins for parades", "Drop-Ins for Parades", "dróp-ins for parades"])
def test_the_database_refuses_a_word_for_two_topics(second: str) -> None:
    make.make_topic("One").terms.create(term="Drop-ins for parades", source="Ours")

    with pytest.raises(IntegrityError, match="events_topicterm"), transaction.atomic():
        make.make_topic("Two").terms.create(term=second, source="Ours")


def test_the_database_refuses_two_labels_in_a_language_and_a_label_of_a_country() -> None:
    topic = make.make_topic("Parades")
    topic.terms.create(language="fr", term="Parades", kind=TermKind.PREFERRED, source="Ours")

    with pytest.raises(IntegrityError), transaction.atomic():
        topic.terms.create(language="fr", term="Marches", kind=TermKind.PREFERRED, source="Ours")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.country("KE").terms.create(language="fr", term="Quénia", kind=TermKind.PREFERRED, source="Ours")


def test_shipping_again_changes_nothing() -> None:
    before = rows()

    ship(apps, None)

    assert rows() == before


def test_shipping_leaves_what_a_curator_wrote() -> None:
    topic = Topic.objects.get(slug="naloxone")
    Topic.objects.filter(pk=topic.pk).update(name="Naloxone, everywhere", description="Ours.")
    TopicTerm.objects.filter(topic=topic, term="narcan").update(kind=TermKind.AVOID, source="Ours")
    TopicTerm.objects.filter(language="fr", topic=topic, kind=TermKind.PREFERRED).delete()
    topic.terms.create(language="fr", term="Notre mot", kind=TermKind.PREFERRED, source="Ours")
    moved = TopicTerm.objects.get(language="en", term="pill testing")
    TopicTerm.objects.filter(pk=moved.pk).update(topic=topic)

    ship(apps, None)

    kept = Topic.objects.get(pk=topic.pk)
    assert (kept.name, kept.description, kept.names["fr"]) == ("Naloxone, everywhere", "Ours.", "Notre mot")
    assert topic.terms.get(term="narcan").kind == TermKind.AVOID
    assert topic.terms.get(language="fr", term="Naloxone").kind == TermKind.SYNONYM
    assert TopicTerm.objects.get(language="en", term="pill testing").topic == topic


def test_shipping_gives_its_words_to_a_topic_that_was_there_before() -> None:
    Topic.objects.get(slug="chemsex").delete()
    mine = Topic.objects.create(name="CHEMSEX", slug="mine")

    ship(apps, None)

    assert [topic.slug for topic in Topic.objects.filter(key="chemsex")] == ["mine"]
    assert mine.terms.filter(language="ru", term="Химсекс", kind=TermKind.PREFERRED).exists()


def test_shipping_fills_in_words_from_before_sources_were_kept() -> None:
    group = Population.objects.get(slug="sex-workers")
    label = group.terms.get(language="fr", kind=TermKind.PREFERRED)
    PopulationTerm.objects.filter(pk=label.pk).update(kind=TermKind.SYNONYM, source="", term=label.term.lower())
    own = group.terms.create(term="a word of ours", source="")

    ship(apps, None)

    assert group.terms.get(pk=label.pk).kind == TermKind.PREFERRED
    assert group.terms.get(pk=label.pk).term == "Travailleuses et travailleurs du sexe"
    assert group.terms.get(pk=own.pk).source == "In common use; no published source recorded"


def test_no_page_of_a_concept_prints_an_avoided_word() -> None:
    concepts = [
        *Population.objects.all(),
        *Topic.objects.all(),
        *Country.objects.filter(terms__isnull=False).distinct(),
    ]
    printed = 0
    for concept in concepts:
        avoided = list(concept.terms.filter(kind=TermKind.AVOID))
        page = Client().get(concept.get_absolute_url()).content.decode()
        said = between(page, "<h1>", "</header>")
        for term in avoided:
            printed += 1
            assert f">{escape(term.term)}<" not in page, term
            assert term_key(term.term) not in [term_key(word) for word in said], term
    assert printed > 200


def between(page: str, start: str, end: str) -> list[str]:
    """The words printed in the head of a concept page, each name apart."""
    head = page.partition(start)[2].partition(end)[0]
    for mark in ("<bdi", "</bdi>", "</p>", "</h1>", "Also said:"):
        head = head.replace(mark, ",")
    return [word.rpartition(">")[2].strip(" ·\n") for word in head.split(",")]


def test_a_page_says_synonyms_in_its_language_and_our_word_in_others() -> None:
    topic = make.make_topic("Parades")
    for language, word, kind in (
        ("en", "Marches", TermKind.SYNONYM),
        ("en", "Near-word", TermKind.NEAR),
        ("en", "Hurt-word", TermKind.AVOID),
        ("fr", "Défilés", TermKind.PREFERRED),
        ("fr", "Cortèges", TermKind.SYNONYM),
    ):
        topic.terms.create(language=language, term=word, kind=kind, source="Ours")

    page = Client().get(topic.get_absolute_url()).content.decode()

    assert "Also said: Marches</p>" in page
    assert '<bdi lang="fr" dir="ltr">Défilés</bdi>' in page
    assert [word for word in ("Near-word", "Hurt-word", "Cortèges") if word in page] == []
