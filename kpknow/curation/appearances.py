"""Everything one contributor appears in: where, under which consent, and whether a stranger can read it today."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Consent, Contributor, Event, Part, Session, SessionContribution
from events.models.session import SPEAKING
from stories.models import (
    WHOLE_STORY,
    Coding,
    Evidence,
    Finding,
    Highlight,
    Media,
    Story,
    StoryContribution,
    Synthesis,
    Theme,
)

NOBODY = AnonymousUser()


@dataclass(frozen=True)
class Appearance:
    """One thing of a person in one place.

    ``is_shown``: a stranger can read, see or hear it today. ``page_is_shown``: the page it stands on can be opened,
    with or without it. ``title`` and ``address`` are that page's.
    """

    key: tuple[str, int]
    kind: str
    detail: str
    title: str
    address: str
    staff_address: str
    consent: Consent | None
    is_shown: bool
    page_is_shown: bool


@dataclass(frozen=True)
class Withdrawal:
    """What withdrawing everything would take away, and the pages that stay without it: (title, address)."""

    goes: list[Appearance]
    stays: list[tuple[str, str]]


def appearances_of(contributor: Contributor) -> list[Appearance]:
    """Stories first, then sessions, passages, media, themes and syntheses. A fixed number of queries."""
    told = StoryContribution.objects.filter(contributor=contributor).select_related("story", "consent")
    told = told.annotate(turns=Count("blocks")).order_by("story__title", "role")
    spoke = SessionContribution.objects.filter(contributor=contributor).order_by("session__event__title", "pk")
    spoke = spoke.select_related("session__event__parent", "consent")
    passages = passages_of(contributor)
    media = Media.objects.filter(appearing__contributor=contributor).distinct().select_related("story")
    found = [*_in_stories(list(told)), *_in_sessions(list(spoke)), *_passages(passages), *_in_media(list(media))]
    return found + _quoted({passage.pk for passage in passages})


def passages_of(contributor: Contributor) -> list[Highlight]:
    """Passages under a consent of theirs, of their turns, or of a whole story or session that is theirs."""
    theirs = StoryContribution.objects.filter(contributor=contributor, role__in=WHOLE_STORY).values("story")
    sessions = SessionContribution.objects.filter(contributor=contributor, role__in=SPEAKING).values("session")
    passages = Highlight.objects.filter(
        Q(consent__contributor=contributor)
        | Q(block__contribution__contributor=contributor)
        | Q(block__story__in=theirs)
        | Q(session__in=sessions)
    )
    return list(passages.for_page().order_by("pk"))


def preview_withdrawal(contributor: Contributor) -> Withdrawal:
    """Exact, because it is tried: every consent ends inside a transaction that is taken back before anybody sees it.

    Twice the queries of appearances_of(); other writers wait meanwhile.
    """
    with transaction.atomic():
        before = appearances_of(contributor)
        with transaction.atomic():
            contributor.consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
            after = {one.key: one for one in appearances_of(contributor)}
            transaction.set_rollback(True)
    goes = [one for one in before if one.is_shown and not after[one.key].is_shown]
    stays = {one.address: one.title for one in before if one.page_is_shown and after[one.key].page_is_shown}
    return Withdrawal(goes, [(title, address) for address, title in stays.items()])


def _visible(model: Any, keys: Iterable[int]) -> set[int]:
    """Which of these a stranger may see: one query."""
    return set(model.objects.visible_to(NOBODY).filter(pk__in=set(keys)).values_list("pk", flat=True))


def _staff_address(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))


def _is_named_or_heard(consent: Consent | None) -> bool:
    return consent is not None and (consent.covers(Part.WORDS) or consent.covers(Part.NAME))


def _in_stories(contributions: list[Any]) -> list[Appearance]:
    visible = _visible(Story, (one.story_id for one in contributions))
    return [
        Appearance(
            key=("told", one.pk),
            kind=_("Story, whole") if one.role in WHOLE_STORY else _("Part in a story"),
            detail=_("%(role)s, turns: %(turns)d") % {"role": one.get_role_display(), "turns": one.turns}
            if one.turns
            else one.get_role_display(),
            title=one.story.title,
            address=one.story.get_absolute_url(),
            staff_address=_staff_address(one.story),
            consent=one.consent,
            is_shown=one.story_id in visible and _is_named_or_heard(one.consent),
            page_is_shown=one.story_id in visible,
        )
        for one in contributions
    ]


def _in_sessions(contributions: list[SessionContribution]) -> list[Appearance]:
    visible = _visible(Session, (one.session_id for one in contributions))
    events = _visible(Event, (one.session.event_id for one in contributions))
    return [
        Appearance(
            key=("spoke", one.pk),
            kind=_("Session, whole") if one.role in SPEAKING else _("Part in a session"),
            detail=f"{one.session.title}: {one.get_role_display()}",
            title=one.session.event.title,
            address=one.session.get_absolute_url(),
            staff_address=_staff_address(one.session),
            consent=one.consent,
            is_shown=one.session_id in visible and _is_named_or_heard(one.consent),
            page_is_shown=one.session.event_id in events,
        )
        for one in contributions
    ]


def _passages(passages: list[Highlight]) -> list[Appearance]:
    visible = _visible(Highlight, (one.pk for one in passages))
    return [
        Appearance(
            key=("passage", one.pk),
            kind=_("Highlighted passage"),
            detail=one.get_display_display(),
            title=str(one),
            address=one.get_absolute_url(),
            staff_address=_staff_address(one),
            consent=one.consent or (one.block.contribution.consent if one.block and one.block.contribution else None),
            is_shown=one.pk in visible,
            page_is_shown=one.pk in visible,
        )
        for one in passages
    ]


def _in_media(media: list[Media]) -> list[Appearance]:
    visible = _visible(Media, (one.pk for one in media))
    return [
        Appearance(
            key=("media", one.pk),
            kind=one.get_kind_display(),
            detail=one.title,
            title=one.story.title,
            address=one.get_absolute_url(),
            staff_address=_staff_address(one),
            consent=None,
            is_shown=one.pk in visible,
            page_is_shown=one.pk in visible,
        )
        for one in media
    ]


def _quoted(passages: Collection[int]) -> list[Appearance]:
    """Themes that quote one of the passages, findings that rest on one, syntheses that lead to such a theme."""
    shown = _visible(Highlight, passages)
    coded = set(Coding.objects.filter(highlight__in=passages).values_list("theme", "highlight"))
    rests = set(Evidence.objects.filter(highlight__in=passages).values_list("finding__theme", "highlight"))
    pairs = coded | rests
    themes = Theme.objects.filter(pk__in={theme for theme, _passage in pairs}).order_by("name")
    findings = Finding.objects.filter(evidence__highlight__in=passages).distinct().select_related("theme")
    syntheses = Synthesis.objects.filter(sections__entries__theme__in=themes).distinct().order_by("title")
    open_themes = _visible(Theme, (theme for theme, _passage in pairs))
    quoting = {theme for theme, passage in pairs if passage in shown}
    open_findings = {finding.pk for finding in Finding.objects.visible_to(NOBODY).filter(pk__in=findings.values("pk"))}
    open_syntheses = _visible(Synthesis, syntheses.values_list("pk", flat=True))

    def entry(record: Any, page: Any, kind: str, detail: str, *, is_shown: bool, page_is_shown: bool) -> Appearance:
        return Appearance(
            key=(record._meta.model_name, record.pk),
            kind=kind,
            detail=detail,
            title=str(page),
            address=page.get_absolute_url(),
            staff_address=_staff_address(record),
            consent=None,
            is_shown=is_shown and page_is_shown,
            page_is_shown=page_is_shown,
        )

    return [
        *(
            entry(
                *(theme, theme, _("Theme that quotes them"), ""),
                is_shown=theme.pk in quoting,
                page_is_shown=theme.pk in open_themes,
            )
            for theme in themes
        ),
        *(
            entry(
                *(finding, finding.theme, _("Finding that rests on them"), finding.claim),
                is_shown=finding.pk in open_findings,
                page_is_shown=finding.theme_id in open_themes,
            )
            for finding in findings.order_by("theme__name", "order")
        ),
        *(
            entry(
                *(synthesis, synthesis, _("Synthesis that leads to such a theme"), ""),
                is_shown=False,
                page_is_shown=synthesis.pk in open_syntheses,
            )
            for synthesis in syntheses
        ),
    ]
