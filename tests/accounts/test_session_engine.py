"""A session that cannot be written is told from one that was ended."""

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection
from django.test import Client

from kpknow.accounts.models import StaffSession
from kpknow.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


def opened(browser: Client) -> SessionStore:
    session = SessionStore(browser.cookies[settings.SESSION_COOKIE_NAME].value)
    session["said"] = "Saved."
    return session


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="it can be told to refuse writes")
def test_a_disk_that_takes_nothing_is_said_as_that(staff: Client) -> None:
    session = opened(staff)

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            with pytest.raises(OperationalError):
                session.save()
        finally:
            cursor.execute("PRAGMA query_only = OFF")


def test_one_that_was_ended_meanwhile_stays_ended(staff: Client) -> None:
    session = opened(staff)
    StaffSession.objects.all().delete()

    with pytest.raises(UpdateError):
        session.save()
