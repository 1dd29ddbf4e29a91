"""What a withdrawn consent takes out of stories; told to the page in ``events`` that asks."""

from django.db.models import Q
from django.utils.translation import gettext as _

from events.admin.consents import COUNTERS
from events.models import Consent
from stories.models import WHOLE_STORY, Block, Highlight, Media, Story


def stories_covered(consent: Consent) -> list[tuple[str, int]]:
    """Stories, turns, highlights and media under this consent. Four queries."""
    whole = Q(contributions__consent=consent, contributions__role__in=WHOLE_STORY)
    said = Q(consent=consent) | Q(block__contribution__consent=consent)
    return [
        (_("stories, whole"), Story.objects.filter(whole).distinct().count()),
        (_("blocks of text in stories"), Block.objects.filter(contribution__consent=consent).count()),
        (_("highlights"), Highlight.objects.filter(said).count()),
        (_("pictures, films and podcasts"), Media.objects.filter(appearing__consent=consent).distinct().count()),
    ]


COUNTERS.append(stories_covered)
