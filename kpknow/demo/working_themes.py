"""A theme of the first reading, as analysts make many: part of it moved to another theme, the rest became a third.

Nothing of it is lost: its passages were coded to both already. What is left are two entries in the logs of staff, which
can be undone, and an address that leads on.
"""

from django.contrib.auth.models import AnonymousUser

from kpknow.content.models import Status
from kpknow.curation.actions.merging_themes import merge_themes
from kpknow.curation.actions.splitting_themes import Part, split_theme
from kpknow.demo.highlights import public_id
from kpknow.demo.records import known, make
from stories.models import Coding, Highlight, Theme

SLUG, NAME = "no-room-to-think", "No room to think"
BECAME, PART_WENT_TO = "time-to-reflect", "money-that-bends"
OF_TIME, OF_MONEY = ("leadership", "leaders-can"), ("no-budget",)
ON_THE_WAY = 900
"""Its place in the order of themes while it stood."""


def load_working_theme() -> None:
    """Only where it was never loaded and both themes are as loaded: theirs may have been edited or merged since."""
    standing = Theme.objects.exclude(status=Status.WITHDRAWN)
    became, other = (standing.filter(slug=slug).first() for slug in (BECAME, PART_WENT_TO))
    if known(Theme, SLUG) or became is None or other is None:
        return
    row = {"slug": SLUG, "name": NAME, "meaning": "Why people find no time to learn: the first reading’s name for it."}
    theme = make(Theme, row, order=ON_THE_WAY)
    ids = {key: public_id(key) for key in (*OF_TIME, *OF_MONEY)}
    voices = {voice.public_id: voice for voice in Highlight.objects.filter(public_id__in=ids.values())}
    for voice in voices.values():
        Coding.objects.create(theme=theme, highlight=voice)
    of_money = [voices[ids[key]].pk for key in OF_MONEY if ids[key] in voices]
    if of_money:
        split_theme(theme, Part([], of_money), into=other, by=AnonymousUser())
    merge_themes(theme, became, by=AnonymousUser())
