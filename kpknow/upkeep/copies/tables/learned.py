"""What was learned: stories with their blocks, passages, themes with their findings and versions, syntheses."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from events.models import Consent, Organisation, Part
from kpknow.upkeep.copies.frozen import frozen_as_shown
from kpknow.upkeep.copies.people import PERSON, person_of
from kpknow.upkeep.copies.table import Names, Row, Table
from kpknow.upkeep.copies.tables.happened import FIGURE, OF_THE_STAFF, PUBLISHED, RECORD
from stories.models import (
    Block,
    Coding,
    Evidence,
    Finding,
    Highlight,
    HighlightState,
    Leaning,
    Media,
    Moment,
    MovedPart,
    Recommendation,
    Story,
    StoryContribution,
    StoryFigure,
    Synthesis,
    SynthesisEntry,
    SynthesisSection,
    TaggedStory,
    Theme,
    ThemeFigure,
    ThemeVersion,
)

NOBODY = AnonymousUser()
CURRENT = "translation_is_current"


def translation_as_it_stands(story: Story, names: Names) -> Row:
    original = story.translation_of
    return {CURRENT: original is not None and story.translated_hash == original.words_hash}


def story_people() -> Any:
    """Those who allow something: nobody else is so much as counted."""
    allows = [Consent.objects.covers("consent", part) for part in Part]
    return StoryContribution.objects.filter(reduce(or_, map(Q, allows))).select_related("consent__contributor")


def asking() -> Any:
    """Nothing that rests on hidden findings alone."""
    rests = Q(findings__isnull=True) | Q(findings__in=Finding.objects.visible_to(NOBODY))
    return Recommendation.objects.filter(pk__in=Recommendation.objects.filter(rests).order_by().values("pk"))


def passage_as_read(highlight: Highlight, names: Names) -> Row:
    """Whoever agreed to be quoted, and of what is told in our words nothing more: an answer is read nowhere else."""
    told: Row = dict(person_of(highlight, names))
    speaker = highlight.consent.contributor.organisation_id if told["said_by"] and highlight.consent else None
    told["organisation"] = names[Organisation].get(speaker)
    if highlight.question_id:
        told |= {"voice": highlight.shown_voice if highlight.answer_id else highlight.voice, "start": None, "end": None}
        told |= {"exact": "" if highlight.text else highlight.exact, "prefix": "", "suffix": ""}
    return told


def version_as_read(version: ThemeVersion, names: Names) -> Row:
    return {"content": frozen_as_shown(version, names)}


LEARNED = (
    Table(
        "stories",
        Story,
        (
            *(*RECORD, "title", "standfirst", "kind", "dated", "date_note", "content_note", "takes_comments"),
            *("in_short", "issue", "context", "key_elements", "outcomes", "lessons", "event", "programme"),
            *("organisations", "countries", "populations", "topics", "translation_of"),
        ),
        (
            *(*OF_THE_STAFF, "is_sensitive", "dated_earliest", "dated_latest"),
            *("body", "word_count", "words_hash", "translated_hash"),  # they know of words that are withheld
        ),
        rows=lambda: Story.objects.visible_to(NOBODY).select_related("translation_of"),
        named_by="slug",
        shown=translation_as_it_stands,
        extra=(CURRENT,),
        tags=TaggedStory,
        # which of them were marked is told to nobody: of each, two people agree to whatever is published anew
        filled={**PUBLISHED, "is_sensitive": True},
    ),
    Table("story-figures", StoryFigure, ("story", *FIGURE), ("id",)),
    Table("moments", Moment, ("story", "order", "dated", "text"), ("id",)),
    Table(
        "story-people",
        StoryContribution,
        ("story", "role"),
        ("id", "contributor", "consent", "label"),  # a label in a text may be the name that is withheld
        rows=story_people,
        shown=person_of,
        extra=PERSON,
    ),
    Table(
        "blocks",
        Block,
        ("story", "order", "number", "kind", "contribution", "narrator", "text"),
        ("id", "text_hash"),
        rows=lambda: Block.objects.visible_to(NOBODY),
    ),
    Table(
        "media",
        Media,
        (
            *("story", "kind", "title", "address", "image", "alternative_text", "caption", "minutes", "appearing"),
            *("nobody_recognisable", "order"),
        ),
        ("id", "width", "height"),
        rows=lambda: Media.objects.visible_to(NOBODY),
        kept="image",
    ),
    Table(
        "themes",
        Theme,
        (
            *(*RECORD, "name", "kind", "order", "meaning", "guid", "summary", "pole_one", "pole_two", "limits"),
            "written_by",
        ),
        (*OF_THE_STAFF, "definition", "include", "exclude", "example", "merged_into"),
        rows=lambda: Theme.objects.visible_to(NOBODY),
        named_by="slug",
        filled=PUBLISHED,
    ),
    Table(
        "highlights",
        Highlight,
        (
            *("public_id", "block", "session", "question", "start", "end", "exact", "prefix", "suffix", "text"),
            *("voice", "display", "order"),
        ),
        ("id", "was_in", "answer", "state", "consent", "coder", "created_at", "themes"),
        rows=lambda: Highlight.objects.visible_to(NOBODY).select_related("consent__contributor"),
        named_by="public_id",
        shown=passage_as_read,
        extra=(*PERSON, "organisation"),
        filled={"state": HighlightState.CONFIRMED},
    ),
    Table(
        "codings",
        Coding,
        ("highlight", "theme"),
        ("id", "coder", "note"),
        rows=Coding.objects.once,
    ),
    Table(
        "findings",
        Finding,
        ("theme", "order", "claim", "explanation", "state", "questions"),
        ("id",),
        rows=lambda: Finding.objects.visible_to(NOBODY),
    ),
    Table("evidence", Evidence, ("finding", "highlight", "side", "order"), ("id",)),
    Table("theme-figures", ThemeFigure, ("theme", "order", "option", "label"), ("id",)),
    Table("recommendations", Recommendation, ("theme", "order", "text", "audience", "findings"), ("id",), rows=asking),
    Table("leanings", Leaning, ("theme", "highlight", "pole"), ("id",)),
    Table("moved-parts", MovedPart, ("source", "target"), ("id",)),
    Table(
        "theme-versions",
        ThemeVersion,
        ("theme", "number", "frozen_on", "note", "content"),
        ("id", "frozen_by", "withdrawn_at", "withdrawal_reason"),
        rows=lambda: ThemeVersion.objects.filter(withdrawn_at__isnull=True).select_related("theme"),
        shown=version_as_read,
    ),
    Table(
        "syntheses",
        Synthesis,
        (*RECORD, "title", "summary", "event", "dated", "authors", "method"),
        OF_THE_STAFF,
        rows=lambda: Synthesis.objects.visible_to(NOBODY),
        named_by="slug",
        filled=PUBLISHED,
    ),
    Table("synthesis-sections", SynthesisSection, ("synthesis", "order", "title", "text"), ("id",)),
    Table("synthesis-entries", SynthesisEntry, ("section", "number", "title", "text", "is_gap", "theme"), ("id",)),
)
