"""How long a session lasts: 30 minutes without a request, 12 hours in all (OWASP ASVS 7.3)."""

import time

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

BEGUN, SEEN = "begun", "seen"
"""In the session, in seconds since 1970."""
LONGEST = 12 * 60 * 60
SEEN_EVERY = 60
"""Seconds between two notes of being there, so that reading does not mean writing."""


def is_over(session: SessionBase) -> bool:
    now = time.time()
    begun, seen = session.get(BEGUN), session.get(SEEN)
    if not isinstance(begun, int) or not isinstance(seen, int):
        return True
    return now - begun >= LONGEST or now - seen >= settings.SESSION_COOKIE_AGE


def note_presence(session: SessionBase) -> None:
    now = int(time.time())
    if now - session[SEEN] >= SEEN_EVERY:
        session[SEEN] = now
