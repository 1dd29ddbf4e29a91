import pytest

from events.models import Participation
from events.reading.rolls import Entry, roll
from tests import builders as make

pytestmark = pytest.mark.django_db


def test_a_roll_names_each_once_with_all_its_roles() -> None:
    event = make.make_event()
    visit = make.make_event(parent=event, kind="site_visit")
    ours = make.make_organisation("Ours")
    took_part = [
        make.make_participation(event, ours, role="presenter", note="Twice"),
        make.make_participation(event, ours, role="participant", note="Twice"),
        make.make_participation(visit, ours, role="host"),
        make.make_participation(event, make.make_organisation("an early one", code=None), role="funder"),
    ]

    assert roll(took_part, inside=event) == [
        Entry("an early one", "/organisations/" + took_part[3].organisation.slug + "/", "many countries", ["Funder"]),
        Entry(
            "Ours",
            f"/organisations/{ours.slug}/",
            "Kenya",
            ["Presenter", "Participant", "Host (site visit)"],
            ["Twice"],
        ),
    ]


def test_neither_order_nor_note_nor_roles_give_a_hidden_name_away() -> None:
    event = make.make_event()
    quiet = {"shield": "country_only", "shield_reason": "Asked."}
    first = make.make_organisation("Aaa", code="UG", **quiet)
    took_part = [
        make.make_participation(event, make.make_organisation("Zzz", code="KE", **quiet), note="Founder of Aaa"),
        make.make_participation(event, first, role="host", note="Known from the news"),
        make.make_participation(event, first, role="presenter"),
        make.make_participation(event, make.make_organisation("Mmm")),
    ]

    assert [(one.name, one.url, one.place, one.roles, one.notes) for one in roll(took_part)][1:] == [
        ("An organisation in Kenya", "", "", ["Participant"], []),
        ("An organisation in Uganda", "", "", ["Host"], []),
        ("An organisation in Uganda", "", "", ["Presenter"], []),
    ]


def test_a_roll_takes_no_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    event = make.make_event()
    make.make_participation(event)
    took_part = list(Participation.objects.visible_to(None).select_related("event"))  # nobody: the public

    with django_assert_num_queries(0):  # type: ignore[operator]
        roll(took_part, inside=event)
