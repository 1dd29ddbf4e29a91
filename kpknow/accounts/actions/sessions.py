"""Ending what is open."""

from kpknow.accounts.models import StaffSession


def end_sessions(account: int, *, but: str | None = None) -> int:
    """Every session of an account, but the one with that key. How many ended; their cookies open nothing any more."""
    ended, _by_kind = StaffSession.objects.filter(account_id=account).exclude(session_key=but or "").delete()
    return ended
