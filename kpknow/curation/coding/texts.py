"""What can be coded, each kind in the same form: numbered passages with who says them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse

from events.models import Part, Session
from kpknow.content.models import Status, Use
from kpknow.curation.coding.sentences import trimmed
from stories.models import Block, BlockKind, Highlight, Story, text_hash

CODE = "stories.add_highlight"
"""The right to code: that to write highlights."""
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class CodedBlock:
    """One numbered passage. Its text is code points ``offset`` and on of the text places are counted in."""

    key: int
    number: int
    text: str
    offset: int = 0
    speaker: str = ""
    is_narration: bool = False
    is_heading: bool = False
    is_own_words: bool = False
    consent: Any = None
    block: Block | None = None

    @property
    def anchor(self) -> str:
        return f"b{self.key}"

    @property
    def text_hash(self) -> str:
        return text_hash(self.text)


@dataclass(frozen=True)
class CodedText:
    """One text and its passages in reading order. ``source`` is the story or session they belong to."""

    kind: str
    source: Any
    title: str
    language: str
    direction: str
    blocks: Sequence[CodedBlock]
    unconsented: Sequence[str] = ()
    """Speakers whose words no consent lets onto the web today."""

    @property
    def address(self) -> str:
        return reverse("curation:code", args=(self.kind, self.source.pk))

    @property
    def form_address(self) -> str:
        meta = self.source._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=(self.source.pk,))

    @property
    def coded_blocks(self) -> list[CodedBlock]:
        return [block for block in self.blocks if not block.is_heading]

    def block(self, key: int) -> CodedBlock | None:
        return next((block for block in self.blocks if block.key == key), None)

    def block_address(self, block: CodedBlock) -> str:
        return reverse("curation:code_block", args=(self.kind, self.source.pk, block.key))

    def highlights(self) -> Any:
        """Every highlight of words of this text, those that were lost among them."""
        kept = Highlight.objects.exclude(exact="")
        if self.kind == "story":
            return kept.filter(Q(block__story=self.source) | Q(block__isnull=True, was_in=self.source))
        return kept.filter(session=self.source)

    def place_of(self, highlight: Highlight) -> tuple[int, int, int] | None:
        """(key of the block, start, end within it); None where its own words do not stand at its place."""
        if not highlight.is_placed or highlight.start is None or highlight.end is None:
            return None
        if highlight.block_id:
            return highlight.block_id, highlight.start, highlight.end
        for block in self.blocks:
            if block.offset <= highlight.start and highlight.end <= block.offset + len(block.text):
                return block.key, highlight.start - block.offset, highlight.end - block.offset
        return None

    def new_highlight(self, block: CodedBlock) -> Highlight:
        """One of this text, without a place yet, under the consent of whoever speaks."""
        if self.kind == "story":
            return Highlight(block=block.block, consent=block.consent)
        return Highlight(session=self.source)

    def at_place(self, block: CodedBlock, start: int, end: int) -> Any:
        source = Q(block=block.key) if self.kind == "story" else Q(session=self.source)
        return Highlight.objects.filter(source, start=start + block.offset, end=end + block.offset)


def text_for(request: HttpRequest, kind: str, key: int) -> CodedText:
    """The text, for whoever may code and may see it; PermissionDenied or Http404 for others."""
    if not request.user.has_perm(CODE):
        raise PermissionDenied
    model, read = KINDS.get(kind, (None, None))
    if model is None or read is None or key > LARGEST_KEY:
        raise Http404
    model_admin: Any = admin.site.get_model_admin(model)
    source = model_admin.get_object(request, str(key))
    if source is None or not model_admin.has_view_permission(request, source):
        raise Http404
    return read(source)


def of_story(story: Story) -> CodedText:
    """Two queries. A withdrawn story is not coded: its words are on their way out."""
    if story.status == Status.WITHDRAWN:
        raise Http404
    rows = story.blocks.select_related("contribution__contributor", "contribution__consent").order_by("order")
    uses = (Use.WEB, Use.TRANSLATION) if story.translation_of_id else (Use.WEB,)
    blocks, silent = [], dict[str, None]()
    for block in rows:
        block.story = story
        said = block.contribution
        speaker = (said.label or said.shown_name) if said else block.narrator
        if said and not all(said.covers(Part.WORDS, use) for use in uses):
            silent[speaker] = None
        blocks.append(
            CodedBlock(
                key=block.pk,
                number=block.number,
                text=block.text,
                speaker=speaker,
                is_narration=said is None,
                is_heading=block.kind == BlockKind.HEADING,
                is_own_words=said is not None,
                consent=said.consent if said else None,
                block=block,
            )
        )
    return CodedText("story", story, story.title, story.language, story.direction, blocks, list(silent))


def of_session(session: Session) -> CodedText:
    """Each paragraph and key point of its notes. Its speakers' consents gate the whole session."""
    event = session.event
    if event.status == Status.WITHDRAWN:
        raise Http404
    blocks: list[CodedBlock] = []
    at, notes = 0, session.notes
    for line in notes.split("\n"):
        start, end = trimmed(notes, at, at + len(line))
        if start < end:
            number = len(blocks) + 1
            blocks.append(CodedBlock(number, number, notes[start:end], offset=start, is_narration=True))
        at += len(line) + 1
    spoken = session.contributions.select_related("contributor", "consent")
    silent = {one.shown_name: None for one in spoken if not one.covers(Part.WORDS)}
    title = f"{event} · {session.order}. {session.title}"
    return CodedText("session", session, title, event.language, event.direction, blocks, list(silent))


KINDS: dict[str, tuple[Any, Callable[[Any], CodedText]]] = {
    "story": (Story, of_story),
    "session": (Session, of_session),
}
"""The kind in the address → the model, and how its text is read."""
