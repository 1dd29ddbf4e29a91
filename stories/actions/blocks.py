"""Reads a story's edited text into blocks whose ids and numbers survive the edit."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kpknow.content.markdown import PlainBlock, plain_blocks
from stories.actions.anchors import find_lost, follow_block, follow_speaker, lose_blocks
from stories.models import Block, BlockKind, Story, text_hash

NARRATORS = ("Narrator", "Narrator (assumed)")
TRANSLATED = (
    *("title", "standfirst", "content_note", "in_short", "body"),
    *("issue", "context", "key_elements", "outcomes", "lessons"),
)
SAME_ENOUGH = 0.6
"""Ratio of difflib.SequenceMatcher above which an edited block is still the same block."""


class UnknownSpeaker(Exception):
    """The text has turns of somebody who is not a contributor of the story; ``labels`` names them."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = labels
        super().__init__(
            _("%(labels)s: nobody on this story has that label. Add the contributor first, or write [Narrator].")
            % {"labels": ", ".join(f"[{label}]" for label in labels)}
        )


def unknown_speakers(body: str, labels: Sequence[str]) -> list[str]:
    """Labels in the text that are neither a narrator nor one of ``labels``, in order, each once."""
    known = {*labels, *NARRATORS, ""}
    return list(dict.fromkeys(block.label for block in plain_blocks(body) if block.label not in known))


@transaction.atomic
def read_blocks(story: Story) -> None:
    """Make the story's blocks say what its text says. Raises UnknownSpeaker and changes nothing.

    A block keeps its id and number when its text is the same, or nearly so at the same place. Highlights follow
    their words; those whose words are gone become orphans, which readers no longer see. What was only lost and may
    stand in another block now is proposed there, to a person.
    """
    contributions = {c.label: c for c in story.contributions.exclude(label="")}
    if unknown := unknown_speakers(story.body, list(contributions)):
        raise UnknownSpeaker(unknown)
    old = list(story.blocks.order_by("order"))
    read = list(plain_blocks(story.body))
    kept = _match(old, read)
    next_number = (story.blocks.aggregate(highest=Max("number"))["highest"] or 0) + 1
    staying = {block.pk for block in kept.values()}
    lose_blocks(block for block in old if block.pk not in staying)
    story.blocks.exclude(pk__in=staying).delete()
    for order, plain in enumerate(read, start=1):
        block = kept.get(order - 1)
        changed = block is not None and block.text != plain.text
        if block is None:
            block = Block(story=story, number=next_number)
            next_number += 1
        speaker = block.contribution_id
        block.order, block.text, block.text_hash = order, plain.text, text_hash(plain.text)
        block.kind = BlockKind.TURN if plain.label else BlockKind(plain.kind)
        block.contribution = contributions.get(plain.label)
        block.narrator = plain.label if plain.label in NARRATORS else ""
        block.save()
        if changed:
            follow_block(block)
        if block.contribution_id != speaker:
            follow_speaker(block)
    find_lost(story)
    story.word_count = sum(len(plain.text.split()) for plain in read)
    story.words_hash = hash_of_words(story)
    if story.translation_of:
        story.translated_hash = hash_of_words(story.translation_of)
        Story.objects.filter(pk=story.translation_of.pk, words_hash="").update(words_hash=story.translated_hash)
    Story.objects.filter(pk=story.pk).update(
        word_count=story.word_count, words_hash=story.words_hash, translated_hash=story.translated_hash
    )


def hash_of_words(story: Story) -> str:
    """Of what a translator translates: title, standfirst, text and the fields of the practice."""
    return text_hash("\x00".join(getattr(story, name) for name in TRANSLATED))


def _match(old: Sequence[Block], read: Sequence[PlainBlock]) -> dict[int, Block]:
    """Which old block each new position continues: equal texts first, also when they moved, then the most alike."""
    kept: dict[int, Block] = {}
    hashes = [text_hash(plain.text) for plain in read]
    matcher = SequenceMatcher(None, [block.text_hash for block in old], hashes, autojunk=False)
    replaced = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            kept.update(zip(range(b1, b2), old[a1:a2], strict=True))
        elif tag == "replace":
            replaced.append((old[a1:a2], range(b1, b2)))
    free = _moved(old, hashes, kept)
    for before, positions in replaced:
        for position in positions:
            if position not in kept:
                alike = [
                    (SequenceMatcher(None, block.text, read[position].text).ratio(), block)
                    for block in before
                    if block.pk in free
                ]
                ratio, found = max(alike, key=lambda pair: pair[0], default=(0.0, None))
                if found and ratio >= SAME_ENOUGH:
                    kept[position] = found
                    free.remove(found.pk)
    return kept


def _moved(old: Sequence[Block], hashes: Sequence[str], kept: dict[int, Block]) -> set[int]:
    """Add to ``kept`` the blocks whose text stands unchanged elsewhere; gives the keys of those without a place."""
    taken = {block.pk for block in kept.values()}
    waiting: dict[str, list[Block]] = {}
    for block in old:
        if block.pk not in taken:
            waiting.setdefault(block.text_hash, []).append(block)
    for position, one in enumerate(hashes):
        if position not in kept and waiting.get(one):
            kept[position] = waiting[one].pop(0)
    return {block.pk for blocks in waiting.values() for block in blocks}
