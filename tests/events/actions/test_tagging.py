"""Topics by their names: one that exists is used, however it is written."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.actions.tagging import NotATopic, known_topics, names_in, tag_record, topics_called
from events.models import Event, Resource, TermKind, Topic, TopicTerm
from kpknow.content.models.former_address import remember_slug
from stories.models import Story
from tests import builders as make
from tests.content.admin.forms import errors, filled_form, new_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("written", ["Zines", "zines", "ZINES", "Zînés", "  zines "])
def test_a_name_that_exists_is_used_however_it_is_written(written: str) -> None:
    topic = make.make_topic("Zines")
    event = make.make_event()

    tag_record(event, names_in(written))
    tag_record(event, names_in(written))

    assert list(event.topics.all()) == [topic]


def test_another_word_for_a_topic_names_it_and_a_near_one_does_not() -> None:
    topic = make.make_topic("Zines")
    term = TopicTerm.objects.create
    term(topic=topic, term="Fanzine", language="fr", source="Heard.")
    term(topic=topic, term="Rag", kind=TermKind.AVOID, source="Heard.")
    term(topic=topic, term="Comic", kind=TermKind.NEAR, source="Heard.")
    term(topic=topic, term="ZN", as_written=True, source="Heard.")

    assert known_topics(["FANZINE", "rag", "comic", "zn"]) == {"FANZINE": topic, "rag": topic}
    assert known_topics(["ZN"]) == {"ZN": topic}


def test_a_word_for_two_topics_names_neither() -> None:
    for name, language in (("Zines", "fr"), ("Posters", "es")):
        TopicTerm.objects.create(topic=make.make_topic(name), term="Volante", language=language, source="Heard.")

    assert known_topics(["volante"]) == {}


def test_the_name_of_a_merged_topic_leads_to_the_one_it_became() -> None:
    kept, merged = make.make_topic("Zines"), make.make_topic("Leaflets")
    Topic.objects.filter(pk=merged.pk).update(merged_into=kept)

    assert topics_called(["leaflets"]) == [kept]


def test_a_new_name_makes_a_topic_with_an_address_nobody_had() -> None:
    make.make_topic("Zines")
    remember_slug("events.topic", "zines-2", "zines")

    made = topics_called(names_in("Zines!?, Цирк\nZINES, ✂ 2"))

    assert [(topic.name, topic.slug) for topic in made] == [
        ("Zines!?", "zines-3"),
        ("Цирк", "цирк"),
        ("Zines", "zines"),
        ("✂ 2", "2"),
    ]


@pytest.mark.parametrize("name", ["😀", "---", "a" * 101, "ﷺ" * 90])
def test_what_cannot_be_a_topic_is_refused(name: str) -> None:
    with pytest.raises(NotATopic):
        names_in(f"Zines, {name}")


# In the forms


@pytest.mark.parametrize("model", [Story, Event, Resource], ids=lambda model: model.__name__)
def test_every_form_takes_topics_by_name(model: Any, staff: Client) -> None:
    make.make_topic("Zines")
    record = {Story: make.make_story, Event: make.make_event, Resource: make.make_resource}[model]()
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=(record.pk,))

    refused = staff.post(address, filled_form(staff, address, topic_names="Zines, 😀"))
    saved = staff.post(address, filled_form(staff, address, topic_names="ZINES, Puppets"))

    assert errors(refused, "topic_names") == ["“😀” cannot be a topic: write up to 100 signs, with letters."]
    assert saved.status_code == 302
    assert sorted(topic.name for topic in record.topics.all()) == ["Puppets", "Zines"]


@pytest.mark.parametrize("value", ["\x00", "😀" * 300, "a," * 3000, ",".join(map(str, range(30))), ", ,\n,", "=1+1"])
def test_nothing_typed_as_topics_breaks_the_form(value: str, staff: Client) -> None:
    resource = make.make_resource()
    address = reverse("admin:events_resource_change", args=(resource.pk,))

    assert staff.post(address, filled_form(staff, address, topic_names=value)).status_code in (200, 302)


def test_a_topic_merged_while_the_page_was_open_is_the_one_it_became(staff: Client) -> None:
    resource = make.make_resource()
    kept, merged = make.make_topic("Zines"), make.make_topic("Leaflets")
    address = reverse("admin:events_resource_change", args=(resource.pk,))
    form = filled_form(staff, address, **new_row("tagged_topics", 0, tag=merged.pk))
    Topic.objects.filter(pk=merged.pk).update(merged_into=kept)

    staff.post(address, form)

    assert list(resource.topics.all()) == [kept]


@pytest.mark.parametrize("term", ["zin", "ZÎN", "fanz", "Фанз", "ФАНЗ"])
def test_topics_are_offered_by_name_and_other_words_in_any_case_and_accent(term: str, staff: Client) -> None:
    topic = make.make_topic("Zines")
    for word, language in (("Fanzine", "fr"), ("Фанзины", "ru")):
        TopicTerm.objects.create(topic=topic, term=word, language=language, source="Heard.")
    asked = {"app_label": "stories", "model_name": "taggedstory", "field_name": "tag", "term": term}

    assert [one["text"] for one in staff.get(reverse("admin:choices"), asked).json()["results"]] == ["Zines"]


def test_an_address_a_topic_had_leads_on(staff: Client, client: Client) -> None:
    topic = make.make_topic("Zines")
    topic = Topic.objects.get(pk=topic.pk)
    topic.slug = "small-magazines"
    topic.save()

    assert client.get("/tags/zines/")["Location"] == "/tags/small-magazines/"
