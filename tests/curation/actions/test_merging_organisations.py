"""Two organisations become one: nothing that names either is lost, and it can be taken back."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import serializers
from django.test import Client

from events.models import Membership, Organisation, OrganisationName, Participation, ProgrammePartner
from kpknow.content.models import FormerAddress
from kpknow.curation.actions.merging_organisations import (
    MergeRefused,
    edits_since,
    merge_organisations,
    undo_organisation_merge,
)
from kpknow.curation.alike_organisations import possible_double_organisations
from kpknow.curation.belongings import belongings
from kpknow.curation.models import DistinctOrganisations
from tests import builders as make

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


@pytest.fixture
def two() -> tuple[Organisation, Organisation]:
    """The merged one is in every table that names organisations; in some both are."""
    merged, kept = make.make_organisation("Blue Rivers", slug="blue"), make.make_organisation("Red River", slug="red")
    both, one = make.make_event("Both"), make.make_event("One")
    for organisation in (merged, kept):
        make.make_participation(both, organisation)
    make.make_participation(one, merged)
    ProgrammePartner.objects.create(programme=make.make_programme(), organisation=merged, role="lead")
    network = make.make_organisation("Network")
    Membership.objects.create(network=network, member=merged, starts="2009")
    Membership.objects.create(network=network, member=kept)
    Membership.objects.create(network=kept, member=merged)
    OrganisationName.objects.create(organisation=merged, name="Older", kind="former")
    merged.populations.add(make.population())
    make.make_story("Told").organisations.add(merged)
    make.make_resource("Read").publishers.add(merged, kept)
    make.make_contributor("Amina", organisation=merged)
    return merged, kept


def everything() -> dict[str, Any]:
    """Every row that names an organisation, and the organisations themselves, but for when they were last changed."""
    rows = {one.label: list(one.model.objects.order_by("pk").values()) for one in belongings(Organisation)}
    organisations = serializers.serialize("python", Organisation.objects.order_by("pk"))
    for row in organisations:
        row["fields"].pop("changed_at")
    addresses = list(FormerAddress.objects.order_by("slug").values("slug", "current_slug"))
    return {**rows, "organisations": organisations, "addresses": addresses}


def test_what_named_the_merged_one_names_the_kept_one_once(two: tuple[Organisation, Organisation]) -> None:
    merged, kept = two

    merge = merge_organisations(merged, kept, by=NOBODY)

    assert [one.label for one in belongings(Organisation) if one.of(merged.pk).exists()] == []
    assert sorted(Participation.objects.filter(organisation=kept).values_list("event__title", flat=True)) == [
        "Both",
        "One",
    ]
    assert sorted(kept.names.values_list("name", flat=True)) == ["Blue Rivers", "Older"]
    assert Membership.objects.filter(member=kept).count() == 1
    assert not Membership.objects.filter(network=kept).exists()
    assert len(merge.removed) == 4
    assert Client().get("/organisations/blue/").headers["Location"] == "/organisations/red/"
    merged.refresh_from_db()
    assert (merged.status, merged.withdrawal_reason) == ("withdrawn", "Merged into “Red River”.")


def test_undoing_restores_every_row(two: tuple[Organisation, Organisation]) -> None:
    before = everything()
    merge = merge_organisations(*two, by=NOBODY)

    undo_organisation_merge(merge, by=NOBODY)

    assert everything() == before
    with pytest.raises(MergeRefused, match="undone before"):
        undo_organisation_merge(merge, by=NOBODY)


def test_undoing_is_refused_once_somebody_changed_what_it_touched(two: tuple[Organisation, Organisation]) -> None:
    merged, kept = two
    merge = merge_organisations(merged, kept, by=NOBODY)
    assert edits_since(merge) == []
    Participation.objects.filter(event__title="One").delete()

    with pytest.raises(MergeRefused) as refused:
        undo_organisation_merge(merge, by=NOBODY)

    assert refused.value.words == "Participations: 1 changed since."


def test_undoing_waits_for_later_merges_and_for_edits(two: tuple[Organisation, Organisation]) -> None:
    merged, kept = two
    merge = merge_organisations(merged, kept, by=NOBODY)
    later = merge_organisations(kept, make.make_organisation("Third"), by=NOBODY)
    assert f"The later merge {later} stands: undo that first." in edits_since(merge)

    undo_organisation_merge(later, by=NOBODY)
    assert edits_since(merge) == []
    Organisation.objects.filter(pk=merged.pk).update(summary="Ours.")
    assert edits_since(merge) == ["“Blue Rivers” was edited since."]


def test_merges_that_would_show_what_is_hidden_or_make_no_sense_are_refused() -> None:
    one, hidden = (
        make.make_organisation("One"),
        make.make_organisation("Two", shield="hidden", shield_reason="Asked to."),
    )
    gone = make.make_organisation("Gone", status="withdrawn")

    for merged, kept, words in ((one, one, "itself"), (hidden, one, "shielded"), (gone, one, "withdrawn")):
        before = everything()
        with pytest.raises(MergeRefused, match=words):
            merge_organisations(merged, kept, by=NOBODY)
        assert everything() == before


def test_pairs_are_found_by_their_letters_in_one_country() -> None:
    names = ("Réseau des mères", "Reseau des Meres", "Phase 1 Group", "Phase 2 Group", "Blue River Network")
    found = {name: make.make_organisation(name) for name in names}
    rivers = make.make_organisation("Network Blue Rivers")
    make.make_organisation("Blue River Networks", code="UG")
    make.make_organisation("Phase 1 Groupe", status="withdrawn")
    pairs = [{found["Réseau des mères"], found["Reseau des Meres"]}, {found["Blue River Network"], rivers}]

    assert [set(pair) for pair in possible_double_organisations()] == pairs

    one, other = sorted(pairs[0], key=lambda organisation: organisation.pk)
    DistinctOrganisations.objects.create(one=one, other=other)
    assert [set(pair) for pair in possible_double_organisations()] == pairs[1:]
