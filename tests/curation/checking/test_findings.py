"""What may identify somebody holds back every record until it is out, or two people say that it may stay."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from events.models import Contributor
from kpknow.content.actions import publishing
from kpknow.content.models import Record, Status
from kpknow.content.partial_dates import PartialDateField
from kpknow.curation.actions.answering import PassageGone, SamePerson, agree, let_stay, take_back_if_found
from kpknow.curation.checking import findings_for, open_findings, texts_of
from kpknow.curation.checking.texts import NOT_PUBLIC, ROWS, record_of
from kpknow.curation.models import PassageAnswer
from stories.actions.blocks import read_blocks
from stories.models import Highlight, Media, StoryFigure
from tests import builders as make

pytestmark = pytest.mark.django_db
PHONE = "+254 712 004 418"


@pytest.fixture
def first(db: None) -> User:
    return User.objects.create_user("first", password="a long pass phrase")


@pytest.fixture
def second(db: None) -> User:
    return User.objects.create_user("second", password="a long pass phrase")


def draft(body: str = f"Ring {PHONE} tonight.", **fields: Any) -> Any:
    return make.make_story("The night line", body=body, status=Status.DRAFT, published_at=None, **fields)


def test_a_passage_holds_a_record_back(first: User) -> None:
    story = draft()

    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(story, by=first)

    assert [(one.field, PHONE in one.words) for one in refused.value.blockers] == [("body", True)]
    story.refresh_from_db()
    assert story.status == Status.DRAFT


def test_two_people_let_it_pass_and_one_does_not(first: User, second: User) -> None:
    story = draft()
    (found,) = findings_for(story)

    answer = let_stay(story, field="body", words_hash=found.words_hash, reason="It is the public hotline.", by=first)
    alone = list(open_findings(story))
    with pytest.raises(SamePerson):
        agree(answer, by=first)
    agree(answer, by=second)
    publishing.publish(story, by=first)

    assert len(alone) == 1
    assert story.status == Status.PUBLISHED


def test_the_database_refuses_one_person_as_two(first: User) -> None:
    story = draft()
    (found,) = findings_for(story)
    answer = let_stay(story, field="body", words_hash=found.words_hash, reason="Public.", by=first)

    with pytest.raises(IntegrityError), transaction.atomic():
        PassageAnswer.objects.filter(pk=answer.pk).update(seconded_by=first)


def test_an_answer_counts_for_these_words_in_this_field_alone(first: User, second: User) -> None:
    story = draft()
    (found,) = findings_for(story)
    agree(let_stay(story, field="body", words_hash=found.words_hash, reason="Public.", by=first), by=second)

    story.body = f"Ring {PHONE}, or +254 712 004 419."
    story.standfirst = f"Ring {PHONE}."
    story.save()

    assert [(one.text.field, one.finding.words) for one in findings_for(story) if one.is_open] == [
        ("standfirst", PHONE),
        ("body", "+254 712 004 419"),
    ]


def test_a_reason_said_anew_needs_a_new_agreement(first: User, second: User) -> None:
    story = draft()
    (found,) = findings_for(story)
    agree(let_stay(story, field="body", words_hash=found.words_hash, reason="Public.", by=first), by=second)

    let_stay(story, field="body", words_hash=found.words_hash, reason="I know them.", by=second)

    assert PassageAnswer.objects.get().seconded_by is None
    assert len(list(open_findings(story))) == 1


def test_answers_hold_no_words_of_the_passage(first: User) -> None:
    story = draft()
    (found,) = findings_for(story)

    let_stay(story, field="body", words_hash=found.words_hash, reason="Public.", by=first)

    assert PHONE not in str(PassageAnswer.objects.values().get())
    assert "4418" not in found.words_hash[:4]


def test_what_is_not_there_cannot_be_answered(first: User) -> None:
    with pytest.raises(PassageGone):
        let_stay(draft(), field="body", words_hash="0" * 64, reason="Public.", by=first)
    with pytest.raises(publishing.ReasonMissing):
        let_stay(draft(), field="body", words_hash="0" * 64, reason="  ", by=first)


def test_names_under_a_consent_may_stand_and_go_with_it() -> None:
    person = make.make_contributor("Wanjiru Kamande", naming="full_name")
    consent = make.make_consent(person)
    story = make.make_story("A talk", speakers={"W": consent}, body="[W] I am here.\n\nThen Wanjiru Kamande sat down.")

    agreed = findings_for(story)
    type(consent).objects.filter(pk=consent.pk).update(covers_name=False)

    assert agreed == []
    assert [one.finding.words for one in findings_for(story)] == ["Wanjiru Kamande"]


def test_a_person_who_is_not_named_is_found_whatever_the_staffs_label_says() -> None:
    consent = make.make_consent(make.make_contributor("Wanjiru Kamande", naming="unnamed"))
    story = make.make_story("A talk", speakers={"W": consent}, body="[W] I, Wanjiru Kamande, am here.")

    assert [one.finding.words for one in findings_for(story)] == ["Wanjiru Kamande"]


def test_labels_of_turns_are_not_read_for_they_are_not_shown() -> None:
    consent = make.make_consent(make.make_contributor("Grace Otieno", naming="unnamed"))
    story = make.make_story("A talk", speakers={"Grace Otieno": consent}, body="[Grace Otieno] I am here.")

    assert findings_for(story) == []


def test_shielded_organisations_are_found_in_other_records_not_in_their_own() -> None:
    shielded = make.make_organisation("Lantern House", shield="hidden", shield_reason="Raided.")
    story = draft("We slept at lantern house.")

    assert [(one.finding.kind, one.finding.words) for one in findings_for(story)] == [("organisation", "lantern house")]
    assert findings_for(shielded) == []


def test_rows_are_read_too() -> None:
    story = make.make_story("A talk")
    make.make_media(story, caption=f"Call {PHONE}")
    StoryFigure.objects.create(story=story, label=f"calls to {PHONE}", value=3)
    event = make.make_event("The institute")
    make.make_session(event, summary=f"Call {PHONE}")
    survey = make.make_survey()
    make.make_question(survey, note=f"Call {PHONE}")
    theme = make.make_theme("Care")
    make.make_finding(theme, claim=f"Call {PHONE}")
    synthesis = make.make_synthesis(entries=(f"Call {PHONE}",))
    make.make_highlight(make.make_session(make.make_event("Other")), text=f"Call {PHONE}")

    fields = {
        one.text.field.split(".")[0] + "." + one.text.field.split(".")[-1]
        for record in (story, event, survey, theme, synthesis)
        for one in findings_for(record)
    }

    assert fields == {
        "media.caption",
        "storyfigure.label",
        "session.summary",
        "question.note",
        "finding.claim",
        "synthesisentry.title",
    }


def test_addresses_of_pages_are_read_as_words() -> None:
    story = make.make_story("A talk", slug="grace-otieno-speaks")

    assert [one.text.field for one in findings_for(story)] == ["slug"]


def test_every_field_of_words_is_looked_at_or_said_not_to_be_public() -> None:
    """A record of each kind with the planted words in every field that is not exempt by name."""
    for model in (model for model in Record.__subclasses__() if not model._meta.abstract):
        record = model(slug="x", language="en", pk=1)
        expected = {
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField))
            and not field.choices
            and field.name not in NOT_PUBLIC
            and not isinstance(field, PartialDateField)
        }
        for name in expected - {"slug"}:
            setattr(record, name, "planted")

        assert {text.field for text in texts_of(record)} == expected


@pytest.mark.parametrize("label", ROWS)
def test_queries_do_not_grow_with_rows(label: str) -> None:
    builders: dict[str, Any] = {
        "stories.story": lambda: make.make_story(body="One.\n\nTwo."),
        "events.event": make.make_event,
        "events.organisation": make.make_organisation,
        "events.survey": make.make_survey,
        "stories.theme": make.make_theme,
        "stories.synthesis": make.make_synthesis,
    }
    rows: dict[str, Any] = {
        "stories.story": lambda one: make.make_media(one, caption=PHONE),
        "events.event": lambda one: make.make_session(one, summary=PHONE),
        "events.organisation": lambda one: one.names.create(name=PHONE, kind="former"),
        "events.survey": lambda one: make.make_question(one, note=PHONE, order=one.questions.count() + 1),
        "stories.theme": lambda one: make.make_finding(one, claim=PHONE, order=one.findings.count() + 1),
        "stories.synthesis": lambda one: one.sections.get().entries.create(title=PHONE, number=50 + next(make.numbers)),
    }
    record = builders[label]()

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            findings_for(record)
        return len(asked)

    rows[label](record)
    with_one = count()
    rows[label](record)
    rows[label](record)

    assert count() == with_one <= 10


def test_a_public_record_goes_back_into_review_when_its_words_change(first: User) -> None:
    story = make.make_story("The night line", body="Nothing.")
    quiet = take_back_if_found(story, by=first)

    story.body = f"Ring {PHONE}."
    story.save()
    read_blocks(story)
    taken = take_back_if_found(story, by=first)

    assert (quiet, taken, story.status) == (False, True, Status.IN_REVIEW)
    assert take_back_if_found(story, by=first) is False


def test_rows_lead_to_the_record_their_readers_see() -> None:
    story = make.make_story("A talk")
    session = make.make_session(make.make_event("The institute"))

    assert record_of(make.make_media(story)) == story
    assert record_of(make.make_highlight(make.first_block(story))) == story
    assert record_of(session) == session.event
    assert record_of(make.make_highlight(session)) == session.event
    assert record_of(Contributor()) is None
    assert record_of(Highlight()) is None
    assert isinstance(Media.objects.first(), Media)
