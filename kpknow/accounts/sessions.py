"""The session engine: Django's, in the database, with the account beside each session."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import OperationalError

from kpknow.accounts.models import StaffSession


class SessionStore(DatabaseSessions):
    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        session: Any = super().create_model_instance(data)
        account = data.get(SESSION_KEY)
        session.account_id = int(account) if account is not None else None
        written: StaffSession = session
        return written

    def save(self, must_create: bool = False) -> None:
        """Raises OperationalError where the disk is full or the database away: Django takes that for a session somebody
        ended, and would answer “bad request”.
        """
        try:
            super().save(must_create)
        except UpdateError as ended:
            if isinstance(ended.__context__, OperationalError):
                raise ended.__context__ from ended
            raise
