"""Words that are kept as ciphertext: whoever takes the database alone cannot read them (Fernet: AES-128-CBC, HMAC)."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """Sealed under a key that is no longer there."""


def can_seal() -> bool:
    """Whether a key is set; without one nothing may be asked for that would have to be sealed."""
    return bool(settings.CONTACT_KEYS)


def seal(words: str) -> str:
    return _keys().encrypt(words.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises Unreadable."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError) as lost:
        raise Unreadable from lost


def _keys() -> MultiFernet:
    """The first one seals, all of them open: a new key goes in front."""
    return MultiFernet([Fernet(key) for key in settings.CONTACT_KEYS])
