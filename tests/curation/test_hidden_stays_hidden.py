"""What a person hid with their code comes back by a review and by nothing else, whoever tries and however."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.actions.consents import replace_consent, withdraw_everything
from events.models import Basis, Consent, Contributor, Event, SessionContribution
from kpknow.content.actions.publishing import NotReady, make_draft_again, publish, send_for_review, withdraw
from kpknow.content.history.recording import recording
from kpknow.content.history.restoring import RestoreRefused, restore, take_back
from kpknow.content.models import Change
from kpknow.curation.actions.importing import NotAsShown, NothingChosen, bring_in
from kpknow.curation.actions.receipts import hide_everything, review_hiding
from kpknow.curation.actions.undoing_import import undo_import
from kpknow.curation.models import Hiding
from stories.models import Story, StoryContribution
from tests import builders as make
from tests.content.admin.forms import filled_form, new_row
from tests.curation.importing.sheets import checked, csv_file
from tests.walk import where

pytestmark = pytest.mark.django_db

MARK = "quokka-words"


@pytest.fixture
def told() -> Consent:
    """One person in a story of their own, in a turn of another's, and in a session."""
    consent = make.make_consent(make.make_contributor("Zebulonia"))
    make.make_story(f"Own {MARK}", consent=consent, body=MARK)
    make.make_story("Of many", speakers={"Zeb": consent}, body=f"It began.\n\n[Zeb] We said {MARK}.")
    make.make_session_contribution(make.make_session(title="A talk", summary=f"She said {MARK}."), consent)
    return consent


def read() -> dict[str, str]:
    """Where their words would stand: the pages of their stories and session, lists, search and feeds."""
    records = [*Story.objects.all(), *Event.objects.all()]
    lists = ["/stories/", "/events/", "/search/?q=quokka", "/feeds/stories.atom", "/data/stories.csv"]
    addresses = [*lists, *(record.get_absolute_url() for record in records)]
    return {address: words_of(Client().get(address)) for address in addresses}


def words_of(response: Any) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def form_of(record: Any, page: str = "change") -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=(record.pk,))


def agreed(contributor: Contributor, **fields: Any) -> Consent:
    parts = {"covers_words": True, "covers_name": True, "for_web": True, "for_exports": True}
    return Consent(contributor=contributor, basis=Basis.WRITTEN, **parts | fields)


def rest_on(consent: Consent) -> None:
    """As somebody would who wants to show it: every place of this person names that consent."""
    for model in (StoryContribution, SessionContribution):
        model.objects.filter(contributor=consent.contributor).update(consent=consent)


def record_anew(told: Consent, staff: Client, curator: Any) -> None:
    consent = agreed(told.contributor)
    consent.save()
    rest_on(consent)


def record_many(told: Consent, staff: Client, curator: Any) -> None:
    Consent.objects.bulk_create([agreed(told.contributor)])
    rest_on(Consent.objects.latest("pk"))


def renew(told: Consent, staff: Client, curator: Any) -> None:
    rest_on(replace_consent(told, agreed(told.contributor), by=curator, reason="Renewed."))


def withdraw_and_record_anew(told: Consent, staff: Client, curator: Any) -> None:
    """The hold of the old one ends with it; the hiding does not."""
    withdraw_everything(told.contributor, by=curator, reason="Asked to.")
    record_anew(told, staff, curator)


def add_in_admin(told: Consent, staff: Client, curator: Any) -> None:
    page = reverse("admin:events_consent_add")
    ticks = {"covers_words": "on", "covers_name": "on", "for_web": "on", "for_exports": "on"}
    staff.post(page, filled_form(staff, page, contributor=told.contributor_id, basis="written", **ticks))
    if (newest := Consent.objects.filter(contributor=told.contributor).latest("pk")) != told:
        rest_on(newest)


def change_story(title: str, **changes: Any) -> Callable[..., None]:
    def route(told: Consent, staff: Client, curator: Any) -> None:
        page = form_of(Story.objects.get(title=title))
        staff.post(page, filled_form(staff, page, **changes))

    return route


def tell_as_somebody_else(told: Consent, staff: Client, curator: Any) -> None:
    other = make.make_consent(make.make_contributor("Another"))
    row = {"contributions-0-contributor": other.contributor_id, "contributions-0-consent": other.pk}
    change_story(f"Own {MARK}", **row)(told, staff, curator)


def take_out_and_put_another_in(told: Consent, staff: Client, curator: Any) -> None:
    other = make.make_consent(make.make_contributor("Another"))
    row = new_row("contributions", 1, contributor=other.contributor_id, consent=other.pk, role="teller", label="")
    change_story(f"Own {MARK}", **{"contributions-0-DELETE": "on"}, **row)(told, staff, curator)


def take_out_of_session(told: Consent, staff: Client, curator: Any) -> None:
    page = form_of(SessionContribution.objects.get().session)
    staff.post(page, filled_form(staff, page, **{"contributions-0-DELETE": "on"}))


def import_people(told: Consent, staff: Client, curator: Any) -> None:
    """The same row as an export would write, consent and all; and the undoing of it."""
    heads = ["name", "naming", "consent_basis", "consent_covers", "consent_for"]
    rows = [heads, ["Zebulonia", "first_name", "written", "words; name", "web; exports"]]
    batch = checked("contributors", csv_file(*rows))
    batch.rows.update(is_chosen=True)
    try:
        bring_in(batch, by=curator)
    except (NotAsShown, NothingChosen):
        return
    if (newest := Consent.objects.latest("pk")) != told:
        rest_on(newest)
    undo_import(batch, by=curator)


def restore_versions(told: Consent, staff: Client, curator: Any) -> None:
    for record in (told, told.contributor, *Story.objects.all(), SessionContribution.objects.get().session):
        for version in Change.objects.of(record):
            try:
                restore(record, version, by=curator)
            except RestoreRefused:
                continue


def publish_again(told: Consent, staff: Client, curator: Any) -> None:
    for story in Story.objects.all():
        withdraw(story, by=curator, reason="By mistake.")
        make_draft_again(story, by=curator)
        try:
            send_for_review(story, by=curator)
            publish(story, by=curator)
        except NotReady:
            Story.objects.filter(pk=story.pk).update(status="published", published_at=timezone.now())


ROUTES = {
    "recorded anew": record_anew,
    "many at once": record_many,
    "renewed": renew,
    "withdrawn and recorded anew": withdraw_and_record_anew,
    "added in the admin": add_in_admin,
    "another teller": tell_as_somebody_else,
    "another teller in a row of their own": take_out_and_put_another_in,
    "the teller a speaker": change_story(f"Own {MARK}", **{"contributions-0-role": "speaker"}),
    "turn told by a narrator": change_story("Of many", body=f"It began.\n\n[Narrator] We said {MARK}."),
    "turn as plain text": change_story("Of many", body=f"It began.\n\nWe said {MARK}."),
    "out of the session": take_out_of_session,
    "import": import_people,
    "restored": restore_versions,
    "published again": publish_again,
}


@pytest.mark.parametrize("route", ROUTES)
def test_what_a_person_hid_is_brought_back_by_nothing_but_a_review(
    route: str, told: Consent, staff: Client, curator: Any
) -> None:
    hide_everything(told.contributor)

    ROUTES[route](told, staff, curator)

    assert where(MARK, read()) == []
    assert Hiding.objects.filter(reviewed_at__isnull=True).count() == 1


def test_a_review_ends_it(told: Consent, curator: Any) -> None:
    hide_everything(told.contributor)

    review_hiding(Hiding.objects.get(), by=curator, review="She asked for it back.", release=True)

    assert len(where(MARK, read())) > 2


def test_after_a_review_that_withdrew_a_person_may_agree_anew(told: Consent, curator: Any) -> None:
    hide_everything(told.contributor)
    review_hiding(Hiding.objects.get(), by=curator, review="She wants it gone.", release=False)
    assert where(MARK, read()) == []

    record_anew(told, Client(), curator)

    assert where(MARK, read()) != []


def test_what_an_account_did_is_not_taken_back_past_a_hiding(told: Consent, curator: Any) -> None:
    vandal = get_user_model()._default_manager.create_user(username="vandal", password="x")
    began = timezone.now()
    with recording(by=vandal, route="page"):
        hide_everything(told.contributor)
        Story.objects.filter(title="Of many").update(standfirst="Changed.")

    take_back(vandal, began, by=curator)

    assert where(MARK, read()) == []
