"""Who is at work: told to the database, whose triggers write it beside every change."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from kpknow.content.history.chain import seal_quietly
from kpknow.content.models import User

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
STAFF_PAGE = "page"

# SQLite has no variables of a connection. A table of the connection's own has to do, and two triggers that only this
# connection has: others that write at the same time are not mistaken for it, and it needs no transaction of its own.
SQLITE_RECORDER = (
    "CREATE TEMP TABLE IF NOT EXISTS kh_recorder"
    " (id INTEGER PRIMARY KEY, account INTEGER, route TEXT, act INTEGER, is_on INTEGER)",
    "CREATE TEMP TRIGGER IF NOT EXISTS kh_recorder_off BEFORE INSERT ON main.content_change"
    " WHEN (SELECT NOT is_on FROM kh_recorder) BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TEMP TRIGGER IF NOT EXISTS kh_recorder_tells AFTER INSERT ON main.content_change"
    " WHEN EXISTS (SELECT 1 FROM kh_recorder WHERE act <> 0) BEGIN UPDATE content_change SET"
    " account = (SELECT account FROM kh_recorder), route = (SELECT route FROM kh_recorder),"
    " act = (SELECT act FROM kh_recorder) WHERE id = NEW.id; END",
)


@dataclass(frozen=True)
class Recorder:
    account: int | None = None
    route: str = ""
    act: int = 0
    is_on: bool = True


current: ContextVar[Recorder | None] = ContextVar("recorder", default=None)
"""None where nobody said anything: changes are written down without a name."""


def tell(recorder: Recorder) -> None:
    """Have this connection's changes bear these words from now on. Four cheap statements on SQLite, else one."""
    values = [recorder.account, recorder.route, recorder.act, recorder.is_on]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in SQLITE_RECORDER:
                cursor.execute(statement)
            cursor.execute("INSERT OR REPLACE INTO temp.kh_recorder VALUES (1, %s, %s, %s, %s)", values)
        else:
            said = ["" if recorder.account is None else str(recorder.account), recorder.route, str(recorder.act)]
            cursor.execute(
                "SELECT set_config('kpknow.account', %s, false), set_config('kpknow.route', %s, false),"
                " set_config('kpknow.act', %s, false), set_config('kpknow.recording', %s, false)",
                [*said, "on" if recorder.is_on else "off"],
            )


@contextmanager
def told(recorder: Recorder) -> Iterator[None]:
    """Also after an error: a rolled back transaction takes the words back by itself, and may refuse to be told more."""
    outer = current.get()
    token = current.set(recorder)
    tell(recorder)
    try:
        yield
    finally:
        current.reset(token)
        try:
            tell(outer or Recorder())
        except DatabaseError:
            if not connection.in_atomic_block:
                raise


@contextmanager
def recording(*, by: User | None, route: str) -> Iterator[None]:
    """What changes in here was done by this account, on this route: one act, sealed when it is over.

    Within another recording it stays the same act, and the account may be left out.
    """
    outer = current.get()
    account = by.pk if by is not None and by.pk else outer.account if outer else None
    act = outer.act if outer and outer.act else secrets.randbits(53) or 1
    with told(Recorder(account, route, act, outer.is_on if outer else True)):
        yield
    if outer is None:
        seal_quietly()


@contextmanager
def unrecorded() -> Iterator[None]:
    """Machine loads of thousands of rows that came from a file: the file is their history."""
    with told(replace(current.get() or Recorder(), is_on=False)):
        yield


def recorded_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a signed-in account sends is recorded as its act. Readers have no session and cost nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        if not request.user.is_authenticated:
            return get_response(request)
        with recording(by=request.user, route=STAFF_PAGE):
            return get_response(request)

    return answer
