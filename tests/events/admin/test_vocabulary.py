"""Countries, populations and topics."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Country, Population, Topic
from tests.builders import country, make_topic
from tests.content.admin.forms import errors, filled_form, new_row

pytestmark = pytest.mark.django_db


def test_of_a_country_only_what_we_decide_is_edited(staff: Client) -> None:
    address = reverse("admin:events_country_change", args=("KE",))
    form = filled_form(staff, address, is_quiet="on", legal_context="Checked.", name="Elsewhere", code="XX")

    staff.post(address, form)

    kenya = country("KE")
    assert (kenya.name, kenya.is_quiet, kenya.legal_context) == ("Kenya", True, "Checked.")
    assert staff.get(reverse("admin:events_country_add")).status_code == 403
    assert staff.post(reverse("admin:events_country_delete", args=("KE",)), {"post": "yes"}).status_code == 403
    assert Country.objects.filter(code="KE").exists()


def test_a_population_has_its_terms_and_stays(staff: Client) -> None:
    group = Population.objects.get(slug="msm")
    address = reverse("admin:events_population_change", args=(group.pk,))
    row = new_row("terms", group.terms.count(), term="a new word", language="en", kind="synonym", source="Our own")

    staff.post(address, filled_form(staff, address, **row))

    assert group.terms.filter(term="a new word").exists()
    assert staff.post(reverse("admin:events_population_delete", args=(group.pk,)), {"post": "yes"}).status_code == 403


def test_a_topic_exists_once_however_it_is_written(staff: Client) -> None:
    topics = Topic.objects.count()
    address = reverse("admin:events_topic_add")

    for name in ("prep", "PREP", "Prép"):
        response = staff.post(address, filled_form(staff, address, name=name, slug="another"))
        assert errors(response, "name") == ["“PrEP” is the same topic."]
    too_long = staff.post(address, filled_form(staff, address, name="ﷺ" * 90, slug="another"))

    assert errors(too_long, "name") == ["Write a shorter name, with letters."]
    assert Topic.objects.count() == topics


def test_a_merged_topic_is_not_chosen_any_more(staff: Client) -> None:
    kept, merged, other = (make_topic(name) for name in ("Parades", "Marches", "Risk of parades"))
    Topic.objects.filter(pk=merged.pk).update(merged_into=kept)
    asked = {"app_label": "events", "model_name": "taggedevent", "field_name": "tag", "term": ""}
    form = {name: staff.get(reverse("admin:choices"), asked | {"term": name}).json() for name in ("parade", "marches")}

    offered = {name: [one["text"] for one in found["results"]] for name, found in form.items()}

    assert offered == {"parade": ["Parades", "Risk of parades"], "marches": []}
    address = reverse("admin:events_topic_change", args=(other.pk,))
    assert "merged_into" not in staff.get(address).context["adminform"].form.fields


def test_every_choice_of_a_region_has_words(staff: Client) -> None:
    """Antarctica belongs to none."""
    changelist = staff.get(reverse("admin:events_country_changelist"), {"_facets": "True"}).context["cl"]

    regions = next(spec for spec in changelist.filter_specs if spec.title == "UN M49 region")
    words = [str(choice["display"]).split(" (")[0] for choice in regions.choices(changelist)]
    assert [words.count("none"), words.count("")] == [1, 0]
