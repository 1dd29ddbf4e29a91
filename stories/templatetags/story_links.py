"""What was learned, for pages about what happened: events know nothing of stories, their templates ask here.

Each tag answers for the reader in the page's context and takes a fixed number of queries.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import template
from django.db.models import Q
from django.template import RequestContext
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event, Organisation, Programme, Survey
from kpknow.content.models import User
from stories.models import Highlight, Story, Synthesis
from stories.models.story import StoryQuerySet
from stories.reading import voices

register = template.Library()
MOST = 12
"""Stories one section shows; the full list is a link away."""


def reader(context: RequestContext) -> User:
    user: User = context["request"].user
    return user


def section(
    heading: str, stories: Sequence[Story], *, key: str = "", level: int = 2, all_url: str = ""
) -> dict[str, Any]:
    more = all_url if len(stories) > MOST else ""
    return {"heading": heading, "stories": stories[:MOST], "key": key, "level": level, "all_url": more}


def newest(stories: StoryQuerySet) -> list[Story]:
    return list(stories.for_list().latest_first()[: MOST + 1])


@register.inclusion_tag("stories/parts/highlights.html", takes_context=True)
def highlights_of_event(context: RequestContext, event: Event) -> dict[str, Any]:
    """“What came out of it”: voices of its sessions and visits, each with its themes, or nothing. Two queries."""
    return {"highlights": heard_at(context, event), "event": event}


@register.simple_tag(takes_context=True)
def session_voices(context: RequestContext, event: Event) -> Mapping[int, int]:
    """Number of voices by session, for the whole event and its visits: the queries of its voices, asked once a page."""
    return dict(Counter(highlight.session_id or 0 for highlight in heard_at(context, event)))


def heard_at(context: RequestContext, event: Event) -> list[Highlight]:
    known = cast("dict[int, list[Highlight]]", context.render_context.setdefault("heard_at", cast(Any, {})))
    if event.pk not in known:
        known[event.pk] = voices.voices_of_event(event, reader(context))
    return known[event.pk]


@register.simple_tag(takes_context=True)
def voices_of_survey(context: RequestContext, survey: Survey) -> Mapping[int, voices.QuestionVoices]:
    """The first voices by question, each with its themes in ``shown_codings``: two queries."""
    return voices.voices_by_question(survey, reader(context))


@register.inclusion_tag("stories/parts/stories.html", takes_context=True)
def stories_from(context: RequestContext, event: Event) -> dict[str, Any]:
    """Stories told at an event or at one part of it. Two queries for a page, however many parts it asks about."""
    family = event.parent_id or event.pk
    known = cast("dict[int, list[Story]]", context.render_context.setdefault("stories_from", cast(Any, {})))
    if family not in known:
        stories = Story.objects.visible_to(reader(context)).filter(Q(event=family) | Q(event__parent=family))
        known[family] = list(stories.for_list().latest_first())
    told = [story for story in known[family] if story.event_id == event.pk]
    if event.parent_id:
        return section(_("Told from this visit"), told, key=f"-{event.pk}", level=4)
    return section(_("Stories from it"), told)


@register.inclusion_tag("stories/parts/stories.html", takes_context=True)
def stories_about(context: RequestContext, organisation: Organisation) -> dict[str, Any]:
    """Stories an organisation is in, newest first: two queries."""
    found = Story.objects.visible_to(reader(context)).filter(organisations=organisation)
    return section(_("Stories"), newest(found), all_url=reverse("stories:stories"))


@register.inclusion_tag("stories/parts/stories.html", takes_context=True)
def stories_of_programme(context: RequestContext, programme: Programme) -> dict[str, Any]:
    """Stories of a programme, newest first: two queries."""
    found = Story.objects.visible_to(reader(context)).filter(programme=programme)
    all_url = f"{reverse('stories:stories')}?programme={programme.slug}"
    return section(_("Stories"), newest(found), all_url=all_url)


@register.inclusion_tag("stories/parts/syntheses.html", takes_context=True)
def syntheses_of(context: RequestContext, event: Event) -> dict[str, Any]:
    """What participants themselves made of an event: one query."""
    found = Synthesis.objects.visible_to(reader(context)).filter(Q(event=event) | Q(event__parent=event))
    return {"syntheses": list(found.order_by("title"))}
