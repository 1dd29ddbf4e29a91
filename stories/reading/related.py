"""What to read next, and why."""

from dataclasses import dataclass

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from kpknow.content.models import User
from stories.models import Highlight, Story

ENOUGH = 3


@dataclass(frozen=True)
class ReadNext:
    story: Story
    reason: str


def read_next(story: Story, user: User) -> list[ReadNext]:
    """Up to three stories that share a theme, else people, else a place, each with its reason. Six queries at most."""
    voices = Highlight.objects.visible_to(user)
    own_themes = list(voices.filter(block__story=story).values_list("codings__theme", flat=True).distinct())
    shared = Q(blocks__highlights__in=voices, blocks__highlights__codings__theme__in=own_themes)
    steps = (
        (shared, "blocks__highlights__codings__theme__name", _("also on “%(shared)s”")),
        (Q(populations__in=story.populations.all()), "populations__name", _("also about %(shared)s")),
        (Q(countries__in=story.countries.all()), "countries__name", _("also from %(shared)s")),
    )
    found: list[ReadNext] = []
    for condition, name, words in steps:
        if len(found) == ENOUGH:
            break
        taken = [story.pk, *(next_one.story.pk for next_one in found)]
        others = Story.objects.visible_to(user).exclude(pk__in=taken).exclude(translation_of=story)
        # grouping by story alone keeps one row a story, with the first concept it shares as the reason
        alike = others.filter(condition).annotate(shared=Min(name)).latest_first()[: ENOUGH - len(found)]
        found += [ReadNext(other, words % {"shared": other.shared}) for other in alike]
    return found
