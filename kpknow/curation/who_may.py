"""Which roles may open a staff page: what the page says that refuses somebody."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import ResolverMatch

from kpknow.curation.roles import COLUMNS, TABLE, Role

RIGHTS = {
    **dict.fromkeys(("changelist", "change", "history", "version"), "v"),
    **dict.fromkeys(("add", "preview_new"), "a"),
    **dict.fromkeys(("preview", "send"), "c"),
    **dict.fromkeys(("publish", "withdraw", "redraft"), "p"),
    "return": "r",
    "delete": "d",
}
"""Page of a record's admin → the letter of the written table it needs."""


def who_may(request: HttpRequest) -> list[str]:
    """The roles that open the page asked for, in words; empty for strangers.

    Asks nothing of the database: it says what the table says of the page, never whether its record is there.
    """
    match = request.resolver_match
    if match is None or match.namespace != admin.site.name or not request.user.is_staff:
        return []
    label, letter = right_of(match)
    if label not in TABLE or not letter:
        return [str(Role.ADMINISTRATOR.label)]
    roles = [role for role, letters in zip(COLUMNS, TABLE[label], strict=True) if letter in letters]
    return [str(role.label) for role in (*roles, Role.ADMINISTRATOR)]


def right_of(match: ResolverMatch) -> tuple[str, str]:
    """Kind of record and letter; the letter is empty for pages the table does not name."""
    app, _line, rest = (match.url_name or "").partition("_")
    model, _line, page = rest.partition("_")
    return f"{app}.{model}", RIGHTS.get(page, "")
