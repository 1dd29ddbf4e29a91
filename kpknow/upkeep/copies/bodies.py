"""The edited text of a story, written anew from its blocks: what was edited once may name who is withheld."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from stories.actions.blocks import hash_of_words
from stories.models import Block, BlockKind, Story, StoryContribution

MARKUP = re.compile(r"[\\`*_\[\]<&]")
OPENING = re.compile(r"^([#>+\-=~]|\d{1,9}(?=[.)]))")


def plainly(text: str) -> str:
    """Markdown that says just this (CommonMark 0.31, backslash escapes)."""
    escaped = MARKUP.sub(lambda sign: f"\\{sign[0]}", text)
    if match := OPENING.match(escaped):
        number = match[0].isdigit()
        return f"{match[0]}\\{escaped[match.end() :]}" if number else f"\\{escaped}"
    return escaped


def body_of(blocks: Sequence[Block], labels: Mapping[int, str]) -> str:
    """Of blocks in reading order; ``labels`` of contributions stand in brackets before their turns."""
    parts = []
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        texts = [line_of(block, labels) for block in run]
        parts.append(("\n" if kind == BlockKind.ITEM else "\n\n").join(texts))
    return "\n\n".join(parts)


def line_of(block: Block, labels: Mapping[int, str]) -> str:
    text = plainly(block.text)
    if block.kind == BlockKind.HEADING:
        return f"## {text}"
    if block.kind == BlockKind.ITEM:
        return f"- {text}"
    label = labels.get(block.contribution_id or 0, block.narrator)
    return f"[{label}] {text}" if label and block.kind == BlockKind.TURN else text


def give_bodies(stories: Sequence[Story], current: Mapping[int, bool]) -> None:
    """Texts, labels of speakers, lengths and hashes for stories whose blocks are there: five queries.

    ``current``: whether a translation still says what its original says, by primary key.
    """
    by_story: dict[int, list[Block]] = {story.pk: [] for story in stories}
    for block in Block.objects.filter(story__in=list(by_story)).order_by("story", "order"):
        by_story[block.story_id].append(block)
    people = StoryContribution.objects.in_bulk(
        {block.contribution_id for blocks in by_story.values() for block in blocks if block.contribution_id}
    )
    for story in stories:
        blocks = by_story[story.pk]
        speakers = dict.fromkeys(block.contribution_id for block in blocks if block.contribution_id)
        labels = {key: _("Speaker %(number)d") % {"number": number} for number, key in enumerate(speakers, start=1)}
        for key, label in labels.items():
            people[key].label = label
        story.body = body_of(blocks, labels)
        story.word_count = sum(len(block.text.split()) for block in blocks)
        story.words_hash = hash_of_words(story)
    StoryContribution.objects.bulk_update(people.values(), ("label",), batch_size=200)
    Story.objects.bulk_update(stories, ("body", "word_count", "words_hash"), batch_size=100)
    translations = [story for story in stories if current.get(story.pk)]
    originals = dict(
        Story.objects.filter(pk__in=[story.translation_of_id for story in translations]).values_list("pk", "words_hash")
    )
    for story in translations:
        story.translated_hash = originals.get(story.translation_of_id or 0, "")
    Story.objects.bulk_update(translations, ("translated_hash",), batch_size=200)
