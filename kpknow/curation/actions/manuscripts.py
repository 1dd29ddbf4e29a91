"""Bringing texts in, working on them, and making stories of them: all of it or nothing."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from events.models import Consent, Contributor
from kpknow.content.models import Source, User
from kpknow.curation.documents.passages import NARRATOR, Kind, Passage, as_markdown, spaced, speakers
from kpknow.curation.documents.reading_result import Reading
from kpknow.curation.models import Manuscript, ManuscriptPicture
from kpknow.safety.pictures import clean_picture, pixels_of
from stories.actions.blocks import NARRATORS, read_blocks
from stories.models import Media, MediaKind, Story, StoryContribution

logger = logging.getLogger(__name__)

LONGEST_SLUG = 120
MOST_PICTURES = 10
MOST_PIXELS_OF_ALL = 40_000_000
"""Of all pictures of one text together: what can be cleaned while somebody waits."""


class ChangedMeanwhile(Exception):
    """The manuscript is no longer the edition that was worked on."""


class SpeakersUnconfirmed(Exception):
    """A person has to say of every speaker that the proposal is right."""


@dataclass(frozen=True)
class Person:
    """Somebody of the stories to be. What has no key yet is saved with them; without a consent nothing is shown."""

    role: str
    contributor: Contributor
    consent: Consent | None = None
    label: str = ""


@dataclass(frozen=True)
class Answer:
    """What was decided about a speaker. ``becomes`` one of SPEAKER, NARRATOR, TEXT, OUT."""

    label: str
    becomes: str = "speaker"
    confirmed: bool = False


@dataclass(frozen=True)
class Origin:
    """Where it comes from. A source without a key is saved with the stories."""

    source: Source
    page: str = ""


@transaction.atomic
def bring_in(reading: Reading, *, name: str, language: str, by: User) -> Manuscript:
    manuscript = Manuscript(name=name, language=language, brought_by_id=by.pk)
    pictures, refused = clean_pictures(reading)
    manuscript.notes = [*reading.notes, *refused]
    manuscript.passages = [
        passage for passage in reading.passages if passage.kind != Kind.PICTURE or passage.picture in pictures
    ]
    manuscript.save()
    ManuscriptPicture.objects.bulk_create(
        ManuscriptPicture(manuscript=manuscript, place=place, picture=picture) for place, picture in pictures.items()
    )
    return manuscript


def clean_pictures(reading: Reading) -> tuple[dict[int, bytes], list[str]]:
    """The pictures written anew, by their place; and a sentence on those that were left out."""
    kept: dict[int, bytes] = {}
    elsewhere = unreadable = 0
    pixels = 0
    for place, found in enumerate(reading.pictures, start=1):
        if not found.data:
            elsewhere += 1
            continue
        try:
            pixels += pixels_of(found.data)
            if len(kept) == MOST_PICTURES or pixels > MOST_PIXELS_OF_ALL:
                unreadable += len(reading.pictures) - place + 1
                break
            kept[place] = clean_picture(SimpleUploadedFile("picture", found.data)).read()
        except ValidationError:
            unreadable += 1
    words = []
    if elsewhere:
        words.append(_("Pictures that are kept elsewhere were not fetched: %(count)d.") % {"count": elsewhere})
    if unreadable:
        note = _("Pictures left out, being of another kind, damaged or too many: %(count)d. Add them to the story.")
        words.append(note % {"count": unreadable})
    return kept, words


@transaction.atomic
def revise(
    manuscript: Manuscript, passages: Sequence[Passage], answers: Mapping[str, Answer], *, edition: int
) -> Manuscript:
    """Keep the passages as a person put them, and what was said of each speaker. Raises ChangedMeanwhile."""
    current = claim(manuscript, edition)
    confirmed = set(current.confirmed)
    for label, answer in answers.items():
        confirmed.discard(label)
        if answer.confirmed and answer.becomes in ("speaker", "narrator"):
            confirmed.add(NARRATOR if answer.becomes == "narrator" else answer.label)
    current.passages = [answered(passage, answers.get(passage.label)) for passage in passages]
    current.confirmed = [label for label in current.speakers if label in confirmed]
    current.edition += 1
    current.save()
    return current


def answered(passage: Passage, answer: Answer | None) -> Passage:
    """A turn as its speaker was decided about."""
    if answer is None or passage.kind != Kind.TURN:
        return passage
    if answer.becomes == "out":
        return Passage(Kind.OUT, passage.text, passage.label)
    if answer.becomes == "text":
        return Passage(Kind.PARAGRAPH, passage.text)
    if answer.becomes == "narrator":
        stays = passage.label in NARRATORS and not answer.confirmed
        return Passage(Kind.TURN, passage.text, passage.label if stays else NARRATOR)
    return Passage(Kind.TURN, passage.text, answer.label)


def claim(manuscript: Manuscript, edition: int) -> Manuscript:
    """The manuscript, held until the transaction ends. Raises ChangedMeanwhile."""
    current = Manuscript.objects.select_for_update().filter(pk=manuscript.pk, finished_at=None).first()
    if current is None or current.edition != edition:
        raise ChangedMeanwhile
    return current


@transaction.atomic
def save_stories(
    manuscript: Manuscript,
    drafts: Sequence[Mapping[str, Any]],
    people: Sequence[Person],
    origin: Origin,
    *,
    edition: int,
    by: User,
) -> list[Story]:
    """Draft stories, one for each part, with their people, consents and source. All or nothing; the words here go.

    ``drafts`` holds each story's title, kind and standfirst. Raises ChangedMeanwhile and SpeakersUnconfirmed.
    """
    current = claim(manuscript, edition)
    if current.unconfirmed:
        raise SpeakersUnconfirmed
    if origin.source.pk is None:
        origin.source.slug = free_slug(Source, origin.source.title)
        origin.source.save()
    keep_people(people, by)
    stories = [
        save_story(current, part, draft, people, origin, by=by)
        for part, draft in zip(current.parts, drafts, strict=True)
    ]
    current.stories.set(stories)
    current.passages_kept, current.notes, current.confirmed = [], [], []
    current.pictures.all().delete()
    current.finished_at = timezone.now()
    current.edition += 1
    current.save()
    logger.info("manuscript %s became %s stories by account %s", current.pk, len(stories), by.pk)
    return stories


def keep_people(people: Sequence[Person], by: User) -> None:
    for person in people:
        if person.contributor.pk is None:
            person.contributor.save()
        if person.consent and person.consent.pk is None:
            person.consent.contributor = person.contributor
            person.consent.recorded_by_id = by.pk
            person.consent.save()


def save_story(
    manuscript: Manuscript,
    part: Sequence[Passage],
    draft: Mapping[str, Any],
    people: Sequence[Person],
    origin: Origin,
    *,
    by: User,
) -> Story:
    without_title = part[1:] if is_title(part[0], draft["title"]) else part
    story = Story.objects.create(
        **draft,
        slug=free_slug(Story, draft["title"]),
        language=manuscript.language,
        body=as_markdown(without_title),
        source=origin.source,
        source_page=origin.page,
        made_by_id=by.pk,
    )
    speaking = {*speakers(part)} - {*NARRATORS}
    StoryContribution.objects.bulk_create(
        StoryContribution(
            story=story,
            contributor=person.contributor,
            consent=person.consent,
            role=person.role,
            label=person.label,
        )
        for person in people
        if not person.label or person.label in speaking
    )
    read_blocks(story)
    keep_pictures(manuscript, part, story)
    return story


def keep_pictures(manuscript: Manuscript, part: Sequence[Passage], story: Story) -> None:
    """Nobody sees them before somebody says who can be recognised in them."""
    shown = [passage for passage in part if passage.kind == Kind.PICTURE]
    pictures = {one.place: one for one in manuscript.pictures.filter(place__in=[passage.picture for passage in shown])}
    for order, passage in enumerate(shown, start=1):
        title = passage.text or _("Picture %(number)d") % {"number": order}
        media = Media(story=story, kind=MediaKind.IMAGE, order=order, title=title[:200])
        media.alternative_text = passage.text[:300]
        media.image.save("picture.webp", ContentFile(bytes(pictures[passage.picture].picture)), save=False)
        media.save()


def is_title(passage: Passage, title: str) -> bool:
    """The heading a story's title was taken from need not stand in its text again."""
    return passage.kind in (Kind.HEADING, Kind.OPENING) and spaced(passage.text) == spaced(title)


def free_slug(model: "type[Story | Source]", title: str) -> str:
    """An address from the title, with two random signs where it is taken or the title gives none."""
    slug = slugify(title)[: LONGEST_SLUG - 6].strip("-")
    while not slug or model._default_manager.filter(slug=slug).exists():
        slug = f"{slugify(title)[: LONGEST_SLUG - 6].strip('-') or 'text'}-{get_random_string(4).lower()}"
    return slug


def throw_away(manuscript: Manuscript) -> None:
    """Its words go; the stories made of it stay."""
    manuscript.delete()
