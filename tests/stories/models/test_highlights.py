from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from events.models import Naming
from kpknow.content.models import Use
from stories.models import Highlight
from tests import builders as make

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()


def visible(**asked: object) -> list[Highlight]:
    return list(Highlight.objects.visible_to(ANYONE, **asked).order_by("pk"))


def test_a_voice_is_seen_from_any_source_that_may_be_seen() -> None:
    shown = [make.make_highlight(source) for source in (None, make.make_session(), make.make_question())]
    make.make_highlight(make.first_block(make.make_story(status="draft")))
    make.make_highlight(make.make_session(make.make_event(status="draft")))
    make.make_highlight(make.make_question(make.make_survey(status="draft")))

    assert visible() == shown


@pytest.mark.parametrize("hidden", [{"display": "staff"}, {"state": "proposed"}, {"state": "orphan"}])
def test_a_voice_nobody_confirmed_or_for_staff_only_is_not_seen(hidden: dict[str, str]) -> None:
    make.make_highlight(**hidden)

    assert visible() == []


def test_a_voice_needs_its_own_consent_where_it_has_one() -> None:
    shown = make.make_highlight(make.make_session(), consent=make.make_consent())
    make.make_highlight(make.make_session(), consent=make.make_consent(covers_words=False))
    make.make_highlight(make.make_session(), consent=make.make_consent(withdrawn_at="2026-01-01T00:00Z"))

    assert visible() == [shown]


def test_a_voice_is_seen_through_the_last_day_of_its_consent() -> None:
    consent = make.make_consent(expires_on=date.fromisoformat("2026-03-01"))
    voice = make.make_highlight(make.make_session(), consent=consent)

    assert visible(on=date.fromisoformat("2026-03-01")) == [voice]
    assert visible(on=date.fromisoformat("2026-03-02")) == []


def test_a_voice_goes_with_the_turn_it_is_in() -> None:
    story = make.make_story(body="[Ada] Said.", speakers={"Ada": make.make_consent(for_exports=False)})
    voice = make.make_highlight(make.first_block(story))

    assert visible() == [voice]
    assert visible(use=Use.EXPORTS) == []


def test_a_voice_goes_with_the_session_its_speaker_is_silent_in() -> None:
    session = make.make_session()
    make.make_session_contribution(session, make.make_consent(covers_words=False))
    make.make_highlight(session)

    assert visible() == []


def test_a_named_quotation_needs_consent_for_the_name() -> None:
    make.make_highlight(make.make_session(), display="quote_named", consent=make.make_consent(covers_name=False))

    assert visible() == []


def test_the_database_refuses_a_named_quotation_without_consent() -> None:
    with pytest.raises(IntegrityError):
        make.make_highlight(make.make_session(), display="quote_named")


@pytest.mark.parametrize(
    ("display", "voice", "shown"),
    [
        ("quote_named", "", "Ada"),
        ("quote_named", "A peer educator", "Ada"),
        ("quote_unnamed", "", "Voice not named"),
        ("quote_unnamed", "A peer educator", "A peer educator"),
        ("paraphrase", "A peer educator", "A peer educator"),
        ("paraphrase", "", "Ada"),
    ],
)
def test_a_voice_says_no_more_than_it_may(display: str, voice: str, shown: str) -> None:
    consent = make.make_consent(make.make_contributor("Ada"))
    block = make.first_block(make.make_story(body="[Ada] Said.", speakers={"Ada": consent}))

    assert make.make_highlight(block, display=display, voice=voice, consent=consent).shown_voice == shown


def test_a_voice_of_somebody_unnamed_names_nobody() -> None:
    consent = make.make_consent(make.make_contributor("Label for staff", naming=Naming.UNNAMED))
    block = make.first_block(make.make_story(body="[Ada] Said.", speakers={"Ada": consent}))

    assert make.make_highlight(block).shown_voice == "Unnamed"


def test_a_voice_leads_to_its_words_to_its_retelling_or_to_its_block() -> None:
    story = make.make_story(slug="s", body="The law keeps people away.")
    block = make.first_block(story)
    marked = make.make_highlight(block, words="The law")
    retold = make.make_highlight(block, words="The law", text="Law frightens.")
    Highlight.objects.filter(pk=retold.pk).update(exact="gone")
    lost = make.make_highlight(block, words="The law")
    Highlight.objects.filter(pk=lost.pk).update(exact="gone")

    urls = [voice.source_url for voice in Highlight.objects.for_page().order_by("pk")]

    assert urls == [f"/stories/s/#{marked.anchor}", f"/stories/s/#{retold.anchor}", "/stories/s/#t1"]
