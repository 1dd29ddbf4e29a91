"""New stories written in bulk, as publishing each of them by hand would leave them."""

from collections.abc import Sequence
from itertools import accumulate

from django.utils import timezone

from events.models import Basis, Consent, Contributor, Naming
from kpknow.content.models import Status
from kpknow.search.corpus import marks
from kpknow.search.corpus.documents import insert_documents, passage_id
from kpknow.search.corpus.lines import day_of
from kpknow.search.corpus.links import Links
from kpknow.search.corpus.rows import insert, new_keys
from kpknow.search.corpus.story_lines import StoryLine
from stories.models import (
    Block,
    BlockKind,
    Coding,
    Display,
    Highlight,
    HighlightState,
    Story,
    StoryContribution,
    StoryKind,
    StoryRole,
    TaggedStory,
)


def insert_stories(lines: Sequence[StoryLine], links: Links) -> tuple[list[int], list[int]]:
    """Primary keys of the stories made, in order, and of their passages. Eighteen queries, whatever their number."""
    if not lines:
        return [], []
    keys = new_keys(Story, len(lines))
    now = timezone.now()
    insert(
        Story,
        (
            *("id", "slug", "title", "language", "standfirst", "body", "word_count", "event"),
            *("published_at", "dated", "dated_earliest", "dated_latest"),
        ),
        [
            (
                *(key, line.slug, line.title, line.language, line.summary, line.body, line.words, links.event(line)),
                *(line.published or now, *_days(line)),
            )
            for key, line in zip(keys, lines, strict=True)
        ],
        status=Status.PUBLISHED,
        kind=StoryKind.ARTICLE,
        changed_at=now,
    )
    joined = (  # before there are blocks: what these rows may hide is looked for in them
        (Story.countries.through, "country", [[line.country] if line.country else [] for line in lines]),
        (Story.populations.through, "population", [links.populations_of(line) for line in lines]),
        (Story.organisations.through, "organisation", [links.organisations_of(line) for line in lines]),
    )
    for through, name, lists in joined:
        insert(through, ("story", name), _pairs(keys, lists))
    insert(TaggedStory, ("content_object", "tag"), _pairs(keys, [links.tags_of(line) for line in lines]))
    _insert_tellers(keys)
    blocks = _insert_blocks(keys, lines)
    passages = _insert_highlights(blocks, lines, links)
    insert_documents(lines, keys, now)
    return keys, passages


def _pairs(keys: Sequence[int], lists: Sequence[Sequence[int | str]]) -> list[tuple[int, int | str]]:
    return [(key, other) for key, others in zip(keys, lists, strict=True) for other in others]


def _days(line: StoryLine) -> tuple[object, object, object]:
    if not line.published:
        return None, None, None
    return str(day_of(line.published)), line.published.date(), line.published.date()


def corpus_contributor() -> Contributor:
    """Whoever wrote the texts, as one group without a name."""
    if brought := marks.all_brought(Contributor):
        return Contributor.objects.get(pk=brought[0])
    contributor = Contributor.objects.create(
        name="Authors of a loaded corpus",
        naming=Naming.UNNAMED,
        is_group=True,
        paper_kept_at="No paper: the words are taken from a published source.",
    )
    marks.mark(Contributor, [(contributor.pk, "")])
    return contributor


def _insert_tellers(stories: Sequence[int]) -> None:
    """One consent a story, so that each can be withdrawn alone."""
    contributor = corpus_contributor()
    consents = new_keys(Consent, len(stories))
    insert(
        Consent,
        ("id",),
        [(consent,) for consent in consents],
        contributor=contributor.pk,
        basis=Basis.PUBLISHED_SOURCE,
        covers_words=True,
        for_web=True,
        for_exports=True,
        for_translation=True,
        recorded_at=timezone.now(),
    )
    insert(
        StoryContribution,
        ("story", "consent"),
        list(zip(stories, consents, strict=True)),
        contributor=contributor.pk,
        role=StoryRole.TELLER,
    )


def _insert_blocks(stories: Sequence[int], lines: Sequence[StoryLine]) -> list[int]:
    """Primary keys of the blocks of all stories, one after another."""
    keys = new_keys(Block, sum(len(line.blocks) for line in lines))
    key = iter(keys)
    rows = [
        (
            *(next(key), story, order, order, BlockKind.TURN.value if block.label else block.kind, block.label),
            *(block.text, digest),
        )
        for story, line in zip(stories, lines, strict=True)
        for order, (block, digest) in enumerate(zip(line.blocks, line.hashes, strict=True), start=1)
    ]
    insert(Block, ("id", "story", "order", "number", "kind", "narrator", "text", "text_hash"), rows)
    return keys


def _insert_highlights(blocks: Sequence[int], lines: Sequence[StoryLine], links: Links) -> list[int]:
    """One passage a story, tied to all its themes: that is how this site knows what a story is about."""
    firsts = accumulate((len(line.blocks) for line in lines), initial=0)
    spoken = [(first, line) for first, line in zip(firsts, lines, strict=False) if line.themes]
    keys = new_keys(Highlight, len(spoken))
    rows = []
    for key, (first, line) in zip(keys, spoken, strict=True):
        text, end = line.blocks[line.passage_at].text, len(line.passage)
        block = blocks[first + line.passage_at]
        rows.append((key, passage_id(line.slug), block, 0, end, text[:end], text[end : end + 32]))
    insert(
        Highlight,
        ("id", "public_id", "block", "start", "end", "exact", "suffix"),
        rows,
        display=Display.PARAPHRASE,
        state=HighlightState.CONFIRMED,
        created_at=timezone.now(),
    )
    insert(Coding, ("highlight", "theme"), _pairs(keys, [links.themes_of(line) for _first, line in spoken]))
    return keys
