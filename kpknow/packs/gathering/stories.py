"""Stories under the filters of their list as a deck: each with the voices marked in it."""

from collections import defaultdict
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.facets import BY_DATE
from kpknow.content.catalogue_listing import KeyListing
from kpknow.content.leaving import asked_pks
from kpknow.content.listing import ListAddressMoved
from kpknow.content.models import Use
from kpknow.exports.deck import Deck, Point, Voice
from kpknow.exports.ris import Reference
from kpknow.packs.gathering.frame import Frame, cited
from kpknow.packs.gathering.voices import detail_of, origin, voice_of
from stories.models import Highlight, Story
from stories.reading.story_facets import STORIES

NOBODY = AnonymousUser()
MOST_STORIES = 20
VOICES_A_STORY = 6
MOST_IN_ALL = 200
NAMES = tuple(facet.name for facet in STORIES.facets)
LONGEST = 600
"""Characters of the filters of a choice."""


def filters_asked(asked: QueryDict) -> str:
    """The filters of a list in its own form, other parameters left out; empty for all stories."""
    pairs = [(name, value) for name in NAMES for value in sorted(set(asked.getlist(name))) if value]
    query = urlencode([*pairs, *([("sort", asked["sort"])] if asked.get("sort") in ("oldest", "title") else [])])
    if len(query) > LONGEST:
        raise Http404
    return query


def stories_deck(query: str, frame: Frame) -> Deck:
    """Three queries at any length. Without points where no story of the choice may leave the site."""
    with frame.of_site():
        listing, asked = listing_of(query)
        pks = asked_pks(listing, asked)
        filters = [f"{facet.label}: {one.label}" for facet in listing.facets for one in facet.chosen]
        where = frame.absolute(listing.url())
    visible = Story.objects.visible_to(NOBODY, Use.EXPORTS).filter(pk__in=pks[: MOST_STORIES * 5])
    found = {story.pk: story for story in visible.select_related("translation_of")}
    stories = [found[pk] for pk in pks if pk in found][:MOST_STORIES]
    voices = voices_by_story([story.pk for story in stories], frame)
    title = "; ".join(filters) or _("Stories")
    reference = Reference("ELEC", f"{_('Stories')} · {title}" if filters else title, where, language=frame.language)
    return Deck(
        name="stories",
        kind=_("Stories"),
        title=title,
        language=frame.language,
        address=where,
        reference=reference,
        citation=cited(reference, frame.today),
        points_heading=_("Stories"),
        summary=[counted(len(stories), len(pks))] if stories else [],
        points=[point_of(number, one, voices[one.pk], frame) for number, one in enumerate(stories, start=1)],
        **frame.audience(),
    )


def listing_of(query: str) -> tuple[KeyListing, HttpRequest]:
    asked = HttpRequest()
    asked.method, asked.path = "GET", reverse("stories:stories")
    asked.GET = QueryDict(query)
    try:
        return KeyListing(asked, STORIES, BY_DATE), asked
    except ListAddressMoved as moved:
        asked.GET = QueryDict(moved.response.url.partition("?")[2])
        return KeyListing(asked, STORIES, BY_DATE), asked


def counted(shown: int, total: int) -> str:
    words = ngettext("%(n)s story of this choice.", "%(n)s stories of this choice.", shown) % {"n": shown}
    if total <= shown:
        return words
    return f"{words} {_('The list has %(total)s in all, some of which may not leave this site.') % {'total': total}}"


def voices_by_story(pks: list[int], frame: Frame) -> dict[int, list[Voice]]:
    found: defaultdict[int, list[Voice]] = defaultdict(list)
    said = Highlight.objects.visible_to(NOBODY, Use.EXPORTS).filter(block__story__in=pks).for_page()
    for highlight in said.order_by("block__order", "start", "pk")[:MOST_IN_ALL]:
        story = highlight.block.story_id if highlight.block else 0
        if len(found[story]) < VOICES_A_STORY:
            found[story].append(voice_of(highlight, frame))
    return found


def point_of(number: int, story: Story, voices: list[Voice], frame: Frame) -> Point:
    return Point(
        key=story.slug,
        number=number,
        title=story.title,
        text=story.standfirst,
        flag=detail_of(story),
        address=frame.address(story),
        voices=voices,
        language=story.language,
        origin=origin(story, frame),
        basis=(story.kind, str(story.dated or "")),
    )
