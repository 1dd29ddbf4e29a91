"""Who told a story, as far as each of them lets it be said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.models import Basis, Part
from kpknow.content.models import Use
from stories.models import Block, Story, StoryContribution, StoryRole


@dataclass(frozen=True)
class Credit:
    """A role and the names of those who had it."""

    role: str
    names: str


@dataclass(frozen=True)
class StoryPeople:
    """A story's contributions by key; ``uses`` are all that showing anybody's words takes."""

    contributions: Mapping[int, StoryContribution]
    uses: Sequence[Use]

    def may_be_read(self, contribution: int | None) -> bool:
        """Whether the words of this contribution, or words that are nobody's, may be shown today."""
        if contribution is None:
            return True
        speaker = self.contributions.get(contribution)
        return speaker is not None and all(speaker.covers(Part.WORDS, use) for use in self.uses)

    @property
    def consenting(self) -> list[StoryContribution]:
        """Those whose words or name may be shown today; nobody else is so much as counted."""
        return [one for one in self.contributions.values() if one.covers(Part.WORDS) or one.covers(Part.NAME)]

    @property
    def credits(self) -> list[Credit]:
        names: dict[str, Counter[str]] = {}
        for one in self.consenting:
            names.setdefault(one.get_role_display(), Counter())[one.shown_name] += 1
        return [
            Credit(role, ", ".join(name if n == 1 else f"{name} (×{n})" for name, n in counted.items()))
            for role, counted in names.items()
        ]

    @property
    def consent_words(self) -> str:
        """What the story's showing rests on, naming nobody."""
        bases = {one.consent.basis for one in self.consenting if one.consent}
        if bases == {Basis.PUBLISHED_SOURCE}:
            return _("Consent: published by the source; not reconfirmed with the people in it.")
        if Basis.PUBLISHED_SOURCE in bases:
            return _("Consent: given by some of the people in it; not reconfirmed with others, whom the source names.")
        if bases == {Basis.WRITTEN}:
            return _("Consent: given in writing by the people in it.")
        return _("Consent: given by the people in it.") if bases else ""


def people_of(story: Story) -> StoryPeople:
    """Authors and tellers first, in the order of StoryRole: one query."""
    contributions = story.contributions.select_related("contributor", "consent")
    rows = sorted(contributions, key=lambda one: (StoryRole.values.index(one.role), one.pk))
    uses = (Use.WEB, Use.TRANSLATION) if story.translation_of_id else (Use.WEB,)
    return StoryPeople({one.pk: one for one in rows}, uses)


def readable_blocks(story: Story, people: StoryPeople) -> tuple[Sequence[Block], bool]:
    """The blocks everybody may read, each with its speaker loaded, and whether any is withheld: one query.

    The rule of BlockQuerySet.readable(), asked of consents that are loaded already.
    """
    blocks = list(story.blocks.order_by("order"))
    readable = [block for block in blocks if people.may_be_read(block.contribution_id)]
    for block in readable:
        block.contribution = people.contributions.get(block.contribution_id or 0)
    return readable, len(readable) < len(blocks)
