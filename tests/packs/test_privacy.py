"""What somebody did not agree to have in files is in no file; what they take back later is in none made afterwards."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from events.actions.consents import withdraw_consent
from events.models import Consent
from kpknow.content.actions.publishing import withdraw
from kpknow.packs.gathering.subjects import RECORDS
from kpknow.packs.models import Pack
from kpknow.packs.models.pack import SubjectKind
from stories.models import Story, Theme
from tests import builders as make
from tests.packs.copies import ask, everything_in, made, name_of

pytestmark = pytest.mark.django_db
NAME, WORDS, OTHERS = "Zebulonia", "quokka-words", "wombat-words"
SUBJECTS = ("theme:spoken", "event:gathering", "stories", "synthesis:made", "survey:asked")


@pytest.fixture
def spoken() -> Consent:
    """One person in every place of a pack: quoted with the name in a story, retold from a session."""
    consent = make.make_consent(make.make_contributor(NAME))
    theme = make.make_theme("Care", slug="spoken")
    event = make.make_event("The gathering", slug="gathering")
    session = make.make_session(event, title=f"Talk {WORDS}", summary=f"She spoke of {WORDS}.")
    make.make_session_contribution(session, consent)
    story = make.make_story(
        "The film", speakers={"Zeb": consent}, body=f"[Narrator] It began.\n\n[Zeb] We said {WORDS}."
    )
    named = make.make_highlight(story.blocks.get(text__contains=WORDS), theme, display="quote_named", consent=consent)
    told = make.make_highlight(session, theme, text=f"Told: {WORDS}", consent=consent, voice=NAME)
    other = make.make_highlight(None, theme, display="quote_unnamed")
    make.make_finding(theme, named, told, other, claim="Care comes first")
    make.make_finding(theme, told, claim=f"What {WORDS} means")
    question = make.make_question(make.make_survey("Afterwards", slug="asked"), wording="What stayed?", kind="open")
    make.make_highlight(question, text=f"Written: {WORDS}", consent=consent, voice=NAME)
    make.make_highlight(question, text=f"Written: {OTHERS}")
    make.make_synthesis("What we made", slug="made", event=event)
    return consent


def file_of(subject: str, kind: str) -> str:
    response = ask(subject, kind)
    return everything_in(response.content) if response.status_code == 200 else ""


def test_what_is_agreed_to_is_in_the_files(spoken: Consent) -> None:
    with zipfile.ZipFile(io.BytesIO(made("theme:spoken", "zip"))) as parts:
        naming = [name.partition(".")[2] for name in parts.namelist() if NAME in everything_in(parts.read(name))]

    assert naming == ["pptx", "pdf", "docx", "xlsx", "evidence.csv"]


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("ended", ["withdrawn", "expired", "never for files", "held"])
def test_what_is_not_agreed_to_is_in_no_file(spoken: Consent, subject: str, ended: str) -> None:
    consents = Consent.objects.filter(pk=spoken.pk)
    if ended == "withdrawn":
        withdraw_consent(spoken, by=AnonymousUser())
    elif ended == "expired":
        consents.update(expires_on=timezone.now().date() - timedelta(days=1))
    elif ended == "held":
        consents.update(held_at=timezone.now())
    else:
        consents.update(for_exports=False)

    told = file_of(subject, "zip")

    assert told
    assert WORDS not in told
    assert NAME not in told


def test_the_page_names_nothing_that_may_not_leave(spoken: Consent) -> None:
    Consent.objects.filter(pk=spoken.pk).update(for_exports=False)

    page = ask("theme:spoken").content.decode()

    assert WORDS not in page
    assert "Care comes first" in page


def test_a_name_without_consent_for_files_is_withheld(spoken: Consent) -> None:
    story = Story.objects.get(title="The film")
    shown = make.make_consent(make.make_contributor("Numbatina"), covers_name=False)
    story.contributions.filter(label="Zeb").update(contributor=shown.contributor, consent=shown)
    turn = story.blocks.get(text__contains=WORDS)
    turn.highlights.update(display="paraphrase", consent=None)

    told = file_of("theme:spoken", "evidence")

    assert "Numbatina" not in told
    assert "Name withheld" in told


def test_counts_follow_a_withdrawal(spoken: Consent) -> None:
    before = file_of("theme:spoken", "docx")
    withdraw_consent(spoken, by=AnonymousUser())
    after = file_of("theme:spoken", "docx")

    assert "Rests on: 1 event, 2 stories." in before
    assert "Rests on: 1 story." in after


def test_a_copy_with_withdrawn_words_says_so_and_never_which(spoken: Consent) -> None:
    name = name_of(ask("theme:spoken", "ris"))
    assert "This copy is current" in Client().get(f"/packs/{name}/").content.decode()

    withdraw_consent(spoken, by=AnonymousUser())
    response = Client().get(f"/packs/{name}/")
    page = response.content.decode()

    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert "2 passages withdrawn since." in page
    assert "Please delete your copy" in page
    assert WORDS not in page
    assert NAME not in page


def test_what_somebody_wrote_to_a_survey_leaves_its_decks_and_the_page_of_its_pack(spoken: Consent) -> None:
    response = ask("survey:asked", "pptx")
    name = name_of(response)
    assert WORDS in everything_in(response.content)
    assert "This copy is current" in Client().get(f"/packs/{name}/").content.decode()

    withdraw_consent(spoken, by=AnonymousUser())
    page = Client().get(f"/packs/{name}/").content.decode()
    later = file_of("survey:asked", "pptx")

    assert "1 passage withdrawn since." in page
    assert WORDS not in page
    assert WORDS not in later
    assert NAME not in later
    assert OTHERS in later


def test_a_name_taken_back_is_told(spoken: Consent) -> None:
    name = name_of(ask("theme:spoken", "ris"))

    Story.objects.get(title="The film").blocks.get(text__contains=WORDS).highlights.update(display="quote_unnamed")

    assert "1 name taken back since." in Client().get(f"/packs/{name}/").content.decode()


def change_claim(theme: Theme) -> None:
    theme.findings.update(claim="Something else")


def add_finding(theme: Theme) -> None:
    make.make_finding(theme, make.make_highlight(None, theme), claim="A new one")


def change_summary(theme: Theme) -> None:
    Theme.objects.filter(pk=theme.pk).update(summary="We know better now.")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (change_claim, "2 findings or parts changed since."),
        (add_finding, "1 finding or part changed since."),
        (change_summary, "The title, the summary or the limits changed since."),
    ],
)
def test_an_older_copy_says_what_changed_in_numbers(theme: Theme, change: Callable[[Theme], None], words: str) -> None:
    name = name_of(ask("theme:lasting", "ris"))

    change(theme)
    page = Client().get(f"/packs/{name}/").content.decode()

    assert "This copy is out of date" in page
    assert words in page
    assert name_of(ask("theme:lasting", "ris")) != name


@pytest.mark.parametrize("of", ["theme:spoken", "event:gathering", "synthesis:made", "survey:asked"])
def test_a_pack_of_a_withdrawn_record_is_gone(spoken: Consent, of: str) -> None:
    name = name_of(ask(of, "ris"))
    kind, _colon, slug = of.partition(":")
    record = RECORDS[SubjectKind(kind)][0].objects.get(slug=slug)

    withdraw(record, by=AnonymousUser(), reason="Asked to.")
    response = Client().get(f"/packs/{name}/")

    assert response.status_code == ask(of).status_code == ask(of, "pptx").status_code == 410
    assert "Everything this pack was made of has been withdrawn" in response.content.decode()
    assert str(record) not in response.content.decode()


def test_a_pack_of_stories_that_are_all_gone_is_gone(spoken: Consent) -> None:
    name = name_of(ask("stories", "ris"))
    for story in Story.objects.all():
        withdraw(story, by=AnonymousUser(), reason="Asked to.")

    assert Client().get(f"/packs/{name}/").status_code == 410
    assert ask("stories", "ris").status_code == 404


def test_nothing_of_a_person_is_kept_with_a_pack(spoken: Consent) -> None:
    made("theme:spoken", "ris")

    kept = str(Pack.objects.values().get())

    assert WORDS not in kept
    assert NAME not in kept
    assert "Care" not in kept


@pytest.mark.parametrize("name", ["a" * 12, "0" * 12, "x", "A" * 12, "\x00" * 12, "a" * 13])
def test_an_unknown_pack_is_not_found(name: str) -> None:
    assert Client().get(f"/packs/{name}/").status_code == 404
