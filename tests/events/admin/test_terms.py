"""Words of a concept are entered in rows under it, each with where it comes from."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Population, Topic, TopicTerm
from tests.builders import country, make_topic
from tests.content.admin.forms import errors, filled_form, new_row

pytestmark = pytest.mark.django_db


def save(staff: Client, concept: Any, *, changes: dict[str, Any] | None = None, **word: Any) -> Any:
    """Add one row to a concept; the answer of the page and the row's number."""
    address = reverse(f"admin:events_{concept._meta.model_name}_change", args=(concept.pk,))
    count = concept.terms.count()
    row = {"language": "en", "kind": "synonym", "source": "Ours"} | word
    sent = filled_form(staff, address, **new_row("terms", count, **row) | (changes or {}))
    return staff.post(address, sent), f"terms-{count}"


def test_a_word_needs_a_source(staff: Client) -> None:
    topic = make_topic("Parades")

    response, row = save(staff, topic, term="Marches", source="")

    assert errors(response, f"{row}-source") == ["This field is required."]
    assert topic.terms.count() == 0


@pytest.mark.parametrize(
    ("language", "term", "other"),
    [
        ("en", "PWUD", "People who use drugs"),  # a term of people
        ("en", "Needle Exchange", "Needle and syringe programmes"),  # a term of a topic
        ("en", "burnout", "Burnout"),  # a topic itself
        ("en", "sex workers", "Sex workers"),  # people themselves
        ("fr", "Birmanie", "Myanmar"),  # a term of a country
        ("pt", "quenia", "Kenya"),  # a country itself
    ],
)
def test_a_word_that_means_something_else_is_refused_beside_its_row(
    staff: Client, language: str, term: str, other: str
) -> None:
    topic = make_topic("Parades")

    response, row = save(staff, topic, language=language, term=term)

    assert errors(response, f"{row}-term") == [f"This word already means “{other}”."]
    assert topic.terms.count() == 0


def test_a_word_may_mean_something_else_in_another_language(staff: Client) -> None:
    topic = make_topic("Parades")

    save(staff, topic, language="sw", term="Needle exchange")

    assert [str(term) for term in topic.terms.all()] == ["Needle exchange"]


def test_a_word_stands_once_under_a_concept(staff: Client) -> None:
    topic = make_topic("Parades")
    topic.terms.create(term="Marches", source="Ours")

    response, row = save(staff, topic, term="MARCHES")

    assert errors(response, f"{row}-term") == ["This word stands here twice."]


def test_a_word_may_take_the_place_of_a_deleted_row(staff: Client) -> None:
    topic = make_topic("Parades")
    topic.terms.create(term="Marches", source="Ours")

    save(staff, topic, term="MARCHES", changes={"terms-0-DELETE": "on"})

    assert [str(term) for term in topic.terms.all()] == ["MARCHES"]


def test_a_second_label_in_a_language_is_refused(staff: Client) -> None:
    group = Population.objects.get(slug="msm")

    response, row = save(staff, group, language="fr", term="Autre mot", kind="preferred")

    assert errors(response, f"{row}-kind") == ["There is a preferred label in this language already."]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"term": "???"}, "term"),
        ({"term": "ﷺ" * 60}, "term"),
        ({"term": "a\x00b"}, "term"),
        ({"term": "x" * 10_000}, "term"),
        ({"term": "x", "language": "en; drop"}, "language"),
        ({"term": "x", "kind": "loud"}, "kind"),
        ({"term": "x", "source": "y" * 300}, "source"),
    ],
)
def test_a_wrong_row_is_refused_beside_its_field(staff: Client, wrong: dict[str, str], field: str) -> None:
    topic = make_topic("Parades")

    response, row = save(staff, topic, **wrong)

    assert errors(response, f"{row}-{field}")
    assert topic.terms.count() == 0


def test_a_country_takes_other_names_but_no_label(staff: Client) -> None:
    response, row = save(staff, country("KE"), language="sw", term="Jamhuri ya Kenya", kind="preferred")
    assert errors(response, f"{row}-kind")

    save(staff, country("KE"), language="SW", term="Jamhuri ya Kenya")

    assert list(country("KE").terms.values_list("language", "term")) == [*KENYA, ("sw", "Jamhuri ya Kenya")]


KENYA = [("es", "Kenya"), ("pt", "Quênia")]


def test_a_label_is_printed_once_it_is_saved(staff: Client) -> None:
    topic = make_topic("Parades")

    save(staff, topic, language="fr", term="Défilés", kind="preferred")

    assert Topic.objects.get(pk=topic.pk).names == {"fr": "Défilés"}


def test_a_topic_is_not_named_by_a_word_of_another(staff: Client) -> None:
    address = reverse("admin:events_topic_add")

    response = staff.post(address, filled_form(staff, address, name="Needle exchange", slug="needle-exchange"))

    words = (
        "This is another word for “Needle and syringe programmes”; use that topic, or take the word off its terms first"
    )
    assert errors(response, "name") == [f"{words}."]


def test_a_topic_is_found_by_its_words(staff: Client) -> None:
    asked = {"app_label": "events", "model_name": "taggedevent", "field_name": "tag", "term": "methadone"}

    offered = staff.get(reverse("admin:choices"), asked).json()["results"]

    assert [one["text"] for one in offered] == ["Opioid agonist maintenance treatment"]
    assert TopicTerm.objects.filter(term__icontains="methadone").count() > 1
