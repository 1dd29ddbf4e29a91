"""What a stranger may see is one question, the same for all strangers of a day: put together once and handed out again.

Its parts are nested five deep (a finding rests on passages, these on blocks, these on stories, these on consents), and
Django needs longer to put them together than a database to answer them: 34 ms for the findings, 17 for the passages.
"""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.utils import timezone

from kpknow.content.models import Use
from kpknow.content.static_copy import is_copied

VisibleTo = TypeVar("VisibleTo", bound=Callable[..., Any])
DAYS_AND_USES = 32
"""Questions kept of each kind: three uses, for pages and for copies, today and the days that staff look ahead to."""


def built_once(visible_to: VisibleTo) -> VisibleTo:
    """For a ``visible_to(user, use, on)``: what it makes of all records of a kind for a stranger is kept.

    Anybody else's question, and one about records already chosen, is put together each time.
    """

    @lru_cache(maxsize=DAYS_AND_USES)
    def built(kind: type[QuerySet[Any]], model: type[Model], use: Use, on: dt.date, copied: bool) -> QuerySet[Any]:
        return cast("QuerySet[Any]", visible_to(kind(model), AnonymousUser(), use, on))

    @wraps(visible_to)
    def asked(self: QuerySet[Any], user: Any, use: Use = Use.WEB, on: dt.date | None = None) -> QuerySet[Any]:
        if type(user) is not AnonymousUser or not asks_for_all(self):
            return cast("QuerySet[Any]", visible_to(self, user, use, on))
        model: Any = self.model
        day, database = on or timezone.now().date(), vars(self)["_db"]  # left open, unless somebody named one
        return built(type(self), model, use, day, is_copied()).using(database)

    return cast("VisibleTo", asked)


def asks_for_all(records: QuerySet[Any]) -> bool:
    """Nothing was chosen, ordered, joined or fetched yet."""
    fresh = type(records)(records.model)
    told_apart = ("_result_cache", "_prefetch_related_lookups", "_fields", "_hints", "_sticky_filter")
    return vars(records.query) == vars(fresh.query) and all(
        getattr(records, name) == getattr(fresh, name) for name in told_apart
    )
