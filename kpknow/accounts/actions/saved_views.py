"""Keeping a view of a list, for oneself alone."""

from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict

from kpknow.accounts.models import SavedView

MOST = 12
"""Of one list: more would no longer be a short way to anything."""
LONGEST_QUERY = 1000
PASSING = {"p", "e", "all", "_facets", "_popup", "_to_field", "_changelist_filters"}
"""Parameters that say where one stands in a list, not how one looks at it."""


class TooManyViews(Exception):
    """Forget one first."""


class NothingToKeep(Exception):
    """The list is as it always is, or the name is empty, or something is too long to be kept."""


def view_query(query: QueryDict) -> str:
    """What of a list's address makes the view: filters, search and order; empty for the list as it always is."""
    kept = query.copy()
    for name in PASSING:
        kept.pop(name, None)
    return kept.urlencode()


def keep_view(account: User, records: str, *, name: str, query: str) -> SavedView:
    """Under a name that is known, the new view takes the place of the old one."""
    name, query = " ".join(name.replace("\x00", " ").split()), view_query(QueryDict(query))
    if not name or not query or len(name) > 60 or len(query) > LONGEST_QUERY:
        raise NothingToKeep
    views = SavedView.objects.filter(account=account, records=records)
    with transaction.atomic():
        if not views.filter(name=name).exists() and views.count() >= MOST:
            raise TooManyViews
        kept, _is_new = SavedView.objects.update_or_create(
            account=account, records=records, name=name, defaults={"query": query}
        )
    return kept
