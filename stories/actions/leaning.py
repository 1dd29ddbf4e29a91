"""Saying which pole of a tension passages speak for."""

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import gettext as _

from stories.actions.findings import NotPossible
from stories.models import Evidence, Highlight, Leaning, Pole, Theme

NOBODY = AnonymousUser()


@transaction.atomic
def lean(theme: Theme, highlights: Collection[int], pole: Pole | None) -> None:
    """Set the pole of these passages, which are tied to the theme or stand under a finding of it; None takes it away.

    Raises NotPossible where the theme is no tension, without any passage, and with one that readers cannot see: only
    taking away is always possible.
    """
    if not theme.is_tension:
        raise NotPossible(_("Only a tension has poles."))
    ours = Highlight.objects.coded_to(theme) | Highlight.objects.filter(
        pk__in=Evidence.objects.filter(finding__theme=theme).values("highlight")
    )
    keys = set(ours.filter(pk__in=highlights).values_list("pk", flat=True))
    if not keys:
        raise NotPossible(_("Tick the passages first."))
    there = Leaning.objects.filter(theme=theme, highlight__in=keys)
    if pole is None:
        for leaning in there:
            leaning.delete()
        return
    if Highlight.objects.visible_to(NOBODY).filter(pk__in=keys).count() != len(keys):
        raise NotPossible(_("Readers cannot see one of these passages, so nothing may rest on it."))
    standing = {leaning.highlight_id: leaning for leaning in there}
    for key in sorted(keys):
        leaning = standing.get(key) or Leaning(theme=theme, highlight_id=key)
        if leaning.pole != pole:
            leaning.pole = pole
            leaning.save()
