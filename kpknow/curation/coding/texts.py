"""What can be coded, each kind in the same form: numbered passages with who says them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Answer, Part, Question, QuestionKind, Session
from kpknow.content.models import Status, Use
from kpknow.curation.coding.sentences import trimmed
from kpknow.safety.suppression import SMALLEST_GROUP
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
    record: Block | Answer | None = None
    """What holds the text; none for a line of notes."""

    @property
    def anchor(self) -> str:
        return f"b{self.key}"

    @property
    def text_hash(self) -> str:
        return text_hash(self.text)


@dataclass(frozen=True)
class CodedText:
    """One text and its passages in reading order. ``source`` is the story, session or question they belong to."""

    kind: str
    source: Any
    title: str
    language: str
    direction: str
    blocks: Sequence[CodedBlock]
    """Of this page: answers come a page at a time, anything else whole."""
    unconsented: Sequence[str] = ()
    """Speakers whose words no consent lets onto the web today."""
    before: int = 0
    """Passages on the pages before."""
    page: int = 1
    pages: int = 1
    total: int = 0
    """Passages of all pages, where there are several."""

    @property
    def address(self) -> str:
        return self.address_of(self.page)

    def address_of(self, page: int, **said: Any) -> str:
        asked = ({"page": page} if page > 1 else {}) | said
        path = reverse("curation:code", args=(self.kind, self.source.pk))
        return f"{path}?{urlencode(asked)}" if asked else path

    @property
    def beside(self) -> list[tuple[str, str]]:
        """Address and words of the pages before and after."""
        steps = ((self.page - 1, _("Answers before these")), (self.page + 1, _("Answers after these")))
        return [(self.address_of(page), words) for page, words in steps if 1 <= page <= self.pages]

    @property
    def last(self) -> int:
        """Number of the last passage of this page."""
        return self.before + len(self.blocks)

    @property
    def hides_words(self) -> bool:
        """Whether so few answered that readers see nothing of it."""
        return self.kind == "question" and (self.source.base or 0) < SMALLEST_GROUP

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
        if self.kind == "question":
            return kept.filter(question=self.source, answer__isnull=False).select_related("answer")
        return kept.filter(session=self.source)

    def place_of(self, highlight: Highlight) -> tuple[int, int, int] | None:
        """(key of the block, start, end within it); None where its own words do not stand at its place."""
        if not highlight.is_placed or highlight.start is None or highlight.end is None:
            return None
        if key := highlight.block_id or highlight.answer_id:
            return key, highlight.start, highlight.end
        for block in self.blocks:
            if block.offset <= highlight.start and highlight.end <= block.offset + len(block.text):
                return block.key, highlight.start - block.offset, highlight.end - block.offset
        return None

    def new_highlight(self, block: CodedBlock) -> Highlight:
        """One of this text, without a place yet, under the consent of whoever speaks."""
        if isinstance(block.record, Block):
            return Highlight(block=block.record, consent=block.consent)
        if isinstance(block.record, Answer):
            return Highlight(question=self.source, answer=block.record)
        return Highlight(session=self.source)

    def at_place(self, block: CodedBlock, start: int, end: int) -> Any:
        return Highlight.objects.filter(self.within(block), start=start + block.offset, end=end + block.offset)

    def within(self, block: CodedBlock) -> Q:
        """Highlights whose places are counted in the same text as this block's."""
        if isinstance(block.record, Answer):
            return Q(answer=block.key)
        return Q(block=block.key) if block.record else Q(session=self.source)


def text_for(request: HttpRequest, kind: str, key: int, *, block: int = 0, whole: bool = False) -> CodedText:
    """The text, for whoever may code and may see it; PermissionDenied or Http404 for others.

    Of answers the page that is asked for, that with this ``block``, or all of them.
    """
    if not request.user.has_perm(CODE):
        raise PermissionDenied
    model, read = KINDS.get(kind, (None, None))
    if model is None or read is None or key > LARGEST_KEY:
        raise Http404
    model_admin: Any = admin.site.get_model_admin(model)
    source = model_admin.get_object(request, str(key))
    if source is None or not model_admin.has_view_permission(request, source):
        raise Http404
    if isinstance(source, Question):
        return of_question(source, page=page_number(request.GET.get("page", "")), block=block, whole=whole)
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
                record=block,
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


ANSWERS_A_PAGE = 200


def page_number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 1


def of_question(question: Question, *, page: int = 1, block: int = 0, whole: bool = False) -> CodedText:
    """What people wrote to an open question, one answer a passage; nobody knows whose it is. Three queries."""
    survey = question.survey
    if survey.status == Status.WITHDRAWN or question.kind != QuestionKind.OPEN:
        raise Http404
    answers = Answer.objects.texts_of(question)
    total = answers.count()
    pages = 1 if whole else max(1, -(-total // ANSWERS_A_PAGE))
    if block:
        page = answers.filter(pk__lt=block).count() // ANSWERS_A_PAGE + 1
    page = min(max(page, 1), pages)
    before = (page - 1) * ANSWERS_A_PAGE
    blocks = [
        CodedBlock(answer.pk, number, answer.text, is_own_words=True, record=answer)
        for number, answer in enumerate(answers[before : None if whole else before + ANSWERS_A_PAGE], start=before + 1)
    ]
    title = f"{survey} · {question.order}. {question.wording}"
    return CodedText(
        *("question", question, title, survey.language, survey.direction, blocks),
        before=before,
        page=page,
        pages=pages,
        total=total,
    )


KINDS: dict[str, tuple[Any, Callable[[Any], CodedText]]] = {
    "story": (Story, of_story),
    "session": (Session, of_session),
    "question": (Question, of_question),
}
"""The kind in the address → the model, and how its text is read."""
