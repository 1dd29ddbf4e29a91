"""What reading a file gives, whatever its format."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpknow.curation.documents.passages import Passage

MOST_PASSAGES = 5_000


def too_long() -> ValidationError:
    words = _("It has more than %(most)d paragraphs. Bring it in as several files.")
    return ValidationError(words % {"most": MOST_PASSAGES})


@dataclass(frozen=True)
class FoundPicture:
    """A picture as the file holds it, not looked at yet; empty where it is elsewhere or missing."""

    data: bytes


@dataclass
class Reading:
    """What was found. ``notes``: what the curator must know, one sentence each: what was left out and why.

    ``pictures``: those the picture passages count, first by first.
    """

    passages: list[Passage]
    notes: list[str] = field(default_factory=list)
    pictures: list[FoundPicture] = field(default_factory=list)
