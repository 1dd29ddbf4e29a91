"""Whom a backup is for. The server holds the public half alone: who seizes it and its backups reads none of them.

The files are age's (age-encryption.org/v1): any program that knows the format opens them.
"""

import os
from pathlib import Path

from django.conf import settings
from pyrage import IdentityError, RecipientError, x25519


class KeyMissing(Exception):
    """Its words say which key, and how to name it."""


def recipients() -> list[x25519.Recipient]:
    if not settings.BACKUP_RECIPIENTS:
        raise KeyMissing(
            "BACKUP_RECIPIENTS names nobody: make a key with “backup --new-key FILE”, and keep it elsewhere."
        )
    try:
        return [x25519.Recipient.from_str(name) for name in settings.BACKUP_RECIPIENTS]
    except RecipientError as wrong:
        raise KeyMissing(f"BACKUP_RECIPIENTS are public keys that begin with age1: {wrong}.") from wrong


def identities(path: Path) -> list[x25519.Identity]:
    """Of a file as age-keygen writes it: a key a line, and comments."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        return [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, IdentityError) as wrong:
        raise KeyMissing(f"{path} holds no key: {wrong}.") from wrong


def make_key(path: Path) -> str:
    """Write a new secret key where only this account reads it; its public half. Raises FileExistsError."""
    identity = x25519.Identity.generate()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())
