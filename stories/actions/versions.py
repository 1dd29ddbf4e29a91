"""Freezes what a theme says in public, takes a version back, and lets versions forget a person's passages."""

import secrets
from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from kpknow.content.actions.publishing import ReasonMissing
from kpknow.content.editing.lock import hold_writers
from kpknow.content.history.acts import record_act
from kpknow.content.models import ActVerb, User
from stories.models import Highlight, Theme, ThemeVersion
from stories.reading.outline import NOBODY_KNOWS, Outline, outline_of, passages_in, says_the_same, with_hashes
from stories.reading.passages import coded_passages
from stories.reading.tallies import tallies
from stories.reading.theme_page import leading_figures, page_findings, recommendations

NOBODY = AnonymousUser()
MOST_VERSIONS = 999


class NotPublic(Exception):
    """Only what strangers can read can be frozen."""


class NothingChanged(Exception):
    """The newest version says the same; ``number`` is its."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class TooManyVersions(Exception):
    """A theme holds at most MOST_VERSIONS."""


@transaction.atomic
def freeze_version(theme: Theme, *, by: User, note: str = "") -> ThemeVersion:
    """Keep what strangers read now under the next number; raises NotPublic, NothingChanged or TooManyVersions."""
    hold_writers()
    public = Theme.objects.visible_to(NOBODY).filter(pk=theme.pk).first()
    if public is None:
        raise NotPublic
    now = public_outline(public)
    newest = theme.versions.order_by("-number").first()
    if newest and newest.withdrawn_at is None and says_the_same(newest.content, now):
        raise NothingChanged(newest.number)
    number = newest.number + 1 if newest else 1
    if number > MOST_VERSIONS:
        raise TooManyVersions
    ids = [passage["id"] for passage in passages_in(now)]
    voices = Highlight.objects.visible_to(NOBODY).filter(public_id__in=ids)
    words = {voice.public_id: voice.shown_text for voice in voices.only("public_id", "text", "exact")}
    version = ThemeVersion.objects.create(
        theme=theme,
        number=number,
        frozen_on=timezone.now().date(),
        frozen_by=by if by.is_authenticated else None,  # type: ignore[misc]  # an account, not a stranger
        note=note.strip(),
        content=with_hashes(now, secrets.token_hex(16), words),
    )
    record_act(ActVerb.PUBLISHED, by=by, about=theme, note=f"v{number}")
    return version


def public_outline(theme: Theme) -> Outline:
    """What strangers read of it at this moment: ten queries and the content version."""
    findings = page_findings(theme, NOBODY)
    used = {passage.highlight for shown in findings for passage in shown.passages}
    others = [passage for passage in coded_passages(theme, NOBODY) if passage.highlight not in used]
    return outline_of(
        theme,
        findings=findings,
        figures=leading_figures(theme, NOBODY),
        recommendations=recommendations(theme, findings),
        others=others,
        tally=tallies([theme], NOBODY).get(theme.pk),
    )


@transaction.atomic
def withdraw_version(version: ThemeVersion, *, by: User, reason: str) -> None:
    """Its address answers 410 from the next request on; raises ReasonMissing without a reason."""
    if not reason.strip():
        raise ReasonMissing
    version.withdrawn_at, version.withdrawal_reason = timezone.now(), reason.strip()
    version.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record_act(ActVerb.WITHDREW, by=by, about=version.theme, note=f"v{version.number}")


@transaction.atomic
def forget_passages(ids: Collection[str]) -> int:
    """Take passages, by public id, out of every version for good; how many versions held one.

    Their hashes go, and with them every wording of then that may repeat them: claims they stood behind, what was asked
    because of those, the summary and the limits. What is public today can be frozen anew.
    """
    gone, touched = set(ids), 0
    for version in ThemeVersion.objects.exclude(content={}).select_for_update().iterator():  # those are purged
        outline: Outline = version.content
        if not any(passage["id"] in gone for passage in passages_in(outline)):
            continue
        touched += 1
        forget_in(outline, gone)
        version.save(update_fields=["content"])
    return touched


def forget_in(outline: Outline, gone: Collection[str]) -> None:
    behind = {
        finding["key"] for finding in outline["findings"] if any(one["id"] in gone for one in finding["passages"])
    }
    for finding in outline["findings"]:
        if finding["key"] in behind:
            finding["claim"] = finding["explanation"] = ""
    for asked in outline["recommendations"]:
        if behind & set(asked["findings"]):
            asked["text"] = asked["audience"] = ""
    for passage in passages_in(outline):
        if passage["id"] in gone:
            passage["id"], passage["words"] = NOBODY_KNOWS, ""
            passage.pop("pole", None)
    outline["prose"] = {name: words if name == "name" else "" for name, words in outline["prose"].items()}
