"""One person in every place the site can hold a person, each with a mark of its own."""

import io
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from PIL import Image

from events.models import Consent, Contributor, Event
from kpknow.search.indexing import catch_up
from stories.actions.versions import freeze_version
from stories.models import Media, MediaKind, Theme
from tests import builders as make

NAME, SUGGESTED = "Zebulonia", "numbatissima"
MARKS = (
    *(NAME, SUGGESTED, "quokka-slug", "quokka-whole", "quokka-standfirst", "quokka-said", "quokka-aside"),
    *("quokka-traduite", "quokka-entiere", "quokka-talk", "quokka-notes", "quokka-retold", "quokka-answer"),
    *("quokka-claim", "quokka-film", "quokka-caption", "quokka-described", "quokka-drafted", "quokka-sketch"),
)


def plant_everywhere() -> Contributor:
    """The person, on all pages there are of what these builders make; committed and indexed."""
    person = make.make_contributor(NAME, role="peer educator")
    consents = [make.make_consent(person) for _ in range(2)]
    theme, event = make.make_theme("Care", slug="care"), make_gathering()
    make.make_synthesis("What we made", slug="made", event=event).sections.get().entries.update(theme=theme)
    in_the_film(theme, event, *consents)
    in_the_gathering(theme, event, consents[0])
    told_whole(theme, event, consents[1])
    in_drafts(*consents)
    freeze_version(theme, by=AnonymousUser())
    catch_up()
    return person


def make_gathering() -> Event:
    hosts = make.make_organisation("The hosts", slug="the-hosts")
    programme = make.make_programme("Made here", slug="made-here")
    source = make.make_source(slug="notes")
    event = make.make_event("The institute", slug="institute", programme=programme, source=source)
    make.make_participation(event, hosts, role="host")
    return event


def places_of(event: Event) -> dict[str, Any]:
    """Everything a story can hang on."""
    hosts = event.participations.get().organisation
    return {
        "event": event,
        "programme": event.programme,
        "organisations": (hosts,),
        "people": ("msm",),
        "topics": ("Safety",),
        "source": event.source,
    }


def in_the_film(theme: Theme, event: Event, first: Consent, second: Consent) -> None:
    """Turns, quoted with and without the name and told in our words; the translation of one; a film and a picture."""
    body = "[Narrator] It began in a courtyard.\n\n[Zeb] We said quokka-said.\n\n[Zeb] And quokka-aside, too."
    film = make.make_story("The film", slug="the-film", kind="video", speakers={"Zeb": first}, body=body)
    make.make_story(
        *("Le film",), slug="le-film", language="fr", translation_of=film, speakers={"Zeb": second},
        body="[Narrator] Une cour.\n\n[Zeb] On disait quokka-traduite.",
    )  # fmt: skip
    said, aside = film.blocks.get(text__contains="-said"), film.blocks.get(text__contains="-aside")
    named = make.make_highlight(said, theme, display="quote_named", consent=first)
    unnamed = make.make_highlight(aside, theme, display="quote_unnamed")
    make.make_finding(theme, named, unnamed, claim="What quokka-claim means")
    heard = film.contributions.get(label="Zeb")
    make.make_media(film, heard, title=f"quokka-film with {NAME}")
    written = io.BytesIO()
    Image.new("RGB", (500, 10), "white").save(written, "WEBP")
    picture = Media(
        story=film, kind=MediaKind.IMAGE, title="Her portrait", caption="quokka-caption",
        alternative_text="quokka-described",
    )  # fmt: skip
    picture.image.save("face.webp", ContentFile(written.getvalue(), name="face.webp"), save=False)
    picture.save()
    picture.appearing.set([heard])
    makers = make.make_story("Seen by her", slug="seen-by-her")
    make.make_contribution(makers, first, role="photographer")
    make.make_comment(makers, "Thank you.")


def in_the_gathering(theme: Theme, event: Event, consent: Consent) -> None:
    """A talk and what was told there, somebody who listened, and an answer to a survey."""
    talk = make.make_session(
        event, title="quokka-talk", summary="She brought quokka-notes.", key_points="quokka-notes", format="plenary"
    )
    make.make_session_contribution(talk, consent)
    listened = make.make_session(event, title="An open round", format="small_groups")
    make.make_session_contribution(listened, consent, role="listener")
    retold = make.make_highlight(talk, theme, text="Told: quokka-retold", consent=consent, voice=NAME)
    survey = make.make_survey("Follow-up", slug="follow-up")
    survey.events.add(event)
    question = make.make_question(survey)
    answer = make.make_highlight(question, theme, text="quokka-answer", consent=consent, voice=NAME)
    other = make.make_highlight(make.make_session(event, title="Ours"), theme, text="What all of us said.")
    make.make_finding(theme, retold, answer, other, claim="Care comes first")


def told_whole(theme: Theme, event: Event, consent: Consent) -> None:
    """A story that is all theirs, hung on everything, and its translation."""
    told = make.make_story(
        f"{SUGGESTED} quokka-whole", slug="quokka-slug", standfirst="quokka-standfirst", consent=consent,
        body="It was hers.", kind="case_story", **places_of(event),
    )  # fmt: skip
    make.make_highlight(told.blocks.get(), theme)
    make.make_story("quokka-entiere", language="fr", translation_of=told, consent=consent, body="C’était à elle.")


def in_drafts(first: Consent, second: Consent) -> None:
    body = "It began.\n\n[Zeb] We quokka-drafted."
    make.make_story("A draft", slug="draft", body=body, speakers={"Zeb": first}, status="draft", dated=None)
    make.make_story("quokka-sketch", slug="sketch", consent=second, status="draft", dated=None)
