"""Codes of sixteen digits that stand for a person or a request, kept only as a hash.

Fifteen digits are drawn at random (50 bits); the last is Damm's check digit, so that no slip of one digit and no two
neighbours swapped turn one code into another. A hash costs about 50 ms and 16 MB (scrypt, RFC 7914) and needs the
site's key: a stolen database alone tells nothing, and with the key every guess has its price.
"""

import hashlib
import secrets
import unicodedata

from django.conf import settings

LENGTH = 16
COST = 2**14
DAMM = (
    *("0317598642", "7092154863", "4206871359", "1750983426", "6123045978"),
    *("3674209581", "5869720134", "8945362017", "9438617205", "2581436790"),
)
"""A totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004)."""


def new_code() -> str:
    digits = "".join(secrets.choice("0123456789") for _ in range(LENGTH - 1))
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    state = 0
    for digit in digits:
        state = int(DAMM[state][int(digit)])
    return str(state)


def grouped(code: str) -> str:
    """“1234 5678 9012 3456”: as it is printed and read aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def digits_of(typed: str) -> str:
    """The digits of what somebody typed, of any script; spaces, dashes and everything else fall away."""
    return "".join(str(digit) for sign in typed if (digit := unicodedata.digit(sign, None)) is not None)


def code_hash(code: str, kind: str) -> str:
    """64 hexadecimal digits; the same price for anything, so that no time is told from another."""
    salt = f"{kind} {settings.CODE_KEY}".encode()
    return hashlib.scrypt(code.encode(), salt=salt, n=COST, r=8, p=1, dklen=32).hex()
