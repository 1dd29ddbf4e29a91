"""The passages of a text one coder may see: their own, those of nobody in particular, others' only when they may."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from kpknow.curation.coding.texts import CodedBlock, CodedText
from kpknow.curation.models import Reading
from stories.models import Coding, Highlight


@dataclass(frozen=True)
class Mark:
    """A passage with the codings this coder may see; start and end are counted within its block."""

    highlight: Highlight
    start: int
    end: int
    codings: Sequence[Coding]
    is_own: bool
    """Whether this coder tied it to something: only they change or remove that."""

    @property
    def own_themes(self) -> list[int]:
        return [coding.theme_id for coding in self.codings if coding.is_own]  # type: ignore[attr-defined] # set below


@dataclass(frozen=True)
class Marks:
    """All of a text: by block, with those whose words were lost."""

    by_block: Mapping[int, Sequence[Mark]]
    lost: Sequence[Highlight]
    sees_others: bool
    others_are_hidden: bool

    def of(self, block: CodedBlock) -> Sequence[Mark]:
        return self.by_block.get(block.key, ())

    def find(self, public_id: str) -> Mark | None:
        listed = (one for marks in self.by_block.values() for one in marks)
        return next((one for one in listed if one.highlight.public_id == public_id), None)

    def counts(self) -> Counter[int]:
        """Passages of this text by theme, each once however many coders agree."""
        return Counter(
            theme for marks in self.by_block.values() for one in marks for theme in {c.theme_id for c in one.codings}
        )


def reading_of(text: CodedText, coder: Any) -> Reading:
    """This coder's reading of the text, new and unsaved where they have none."""
    found = Reading.objects.filter(coder=coder, **{text.kind: text.source}).first()
    return found or Reading(coder=coder, **{text.kind: text.source})


def sees_others(reading: Reading) -> bool:
    """A second coder who knew the first one's marks would only agree: they are shown once one's own reading is done."""
    return bool(settings.CODERS_SEE_EACH_OTHER or reading.finished_at)


def marks_of(text: CodedText, coder: Any, reading: Reading) -> Marks:
    """Two queries, however much is marked."""
    codings = Coding.objects.select_related("theme", "coder").order_by("theme__order", "theme__name", "pk")
    rows = text.highlights().select_related("coder").prefetch_related(Prefetch("codings", queryset=codings))
    blocks, is_open = {block.key: block.record for block in text.blocks}, sees_others(reading)
    found: dict[int, list[Mark]] = {}
    lost, hidden = [], False
    for highlight in rows.order_by("start", "end", "pk"):
        give_source(highlight, text, blocks)
        shown = []
        for coding in highlight.codings.all():
            coding.is_own = coding.coder_id == coder.pk
            if is_open or coding.coder_id in (None, coder.pk):
                shown.append(coding)
            else:
                hidden = True
        if not (is_open or shown or highlight.coder_id in (None, coder.pk)):
            hidden = True
        elif place := text.place_of(highlight):
            key, start, end = place
            own = any(coding.coder_id == coder.pk for coding in shown)
            found.setdefault(key, []).append(Mark(highlight, start, end, shown, own))
        else:
            lost.append(highlight)
    return Marks(found, lost, is_open, hidden)


def give_source(highlight: Highlight, text: CodedText, blocks: Mapping[int, Any]) -> None:
    """What is loaded already is not asked for again."""
    if text.kind == "story":
        highlight.block = blocks.get(highlight.block_id or 0)
    elif text.kind == "question":
        highlight.question = text.source
    else:
        highlight.session = text.source


def note_read(text: CodedText, block: CodedBlock, reading: Reading) -> None:
    position = 1 + text.before + next(index for index, one in enumerate(text.blocks) if one.key == block.key)
    if position > reading.read_to or reading.pk is None:
        reading.read_to = max(position, reading.read_to)
        reading.save()


def finish(text: CodedText, reading: Reading) -> None:
    reading.read_to, reading.finished_at = text.total or len(text.blocks), reading.finished_at or timezone.now()
    reading.save()


@dataclass(frozen=True)
class Progress:
    read: int
    coded: int
    total: int


def progress(text: CodedText, marks: Marks, reading: Reading) -> Progress:
    """Of this page. Headings are not counted. What was marked was read."""
    blocks = [(index, block) for index, block in enumerate(text.blocks, start=text.before) if not block.is_heading]
    coded = sum(bool(marks.of(block)) for _index, block in blocks)
    read = sum(index < reading.read_to or bool(marks.of(block)) for index, block in blocks)
    return Progress(read, coded, len(blocks))


def coders_of(text: CodedText) -> Iterable[Any]:
    """Accounts that coded the text, by name: one query."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415  # not before the apps are loaded

    coders = Coding.objects.filter(highlight__in=text.highlights(), coder__isnull=False).values("coder")
    return get_user_model()._default_manager.filter(pk__in=coders).order_by("username")
