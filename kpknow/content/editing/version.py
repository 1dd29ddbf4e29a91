"""What a form showed when it was opened, carried by the page itself: no column, no row, nothing to clear away."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.core import signing

from kpknow.content.editing.values import Sent, stored, written_in

Hashes = dict[str, str]
"""Field → hash of its value."""


@dataclass(frozen=True)
class Version:
    """``rows``: prefix of the inline → key of the row → its fields. ``seen_at``: seconds since 1970."""

    fields: Hashes
    rows: dict[str, dict[str, Hashes]]
    seen_at: float

    def equals(self, other: "Version") -> bool:
        return (self.fields, self.rows) == (other.fields, other.rows)


def hashed(value: Sent) -> str:
    return blake2b("\x00".join(value).encode(errors="surrogatepass"), digest_size=9).hexdigest()


def hashes_of(form: Any) -> Hashes:
    return {name: hashed(stored(form, name)) for name in written_in(form)}


def version_of(form: Any, formsets: Iterable[Any]) -> Version:
    """Of a form and its rows as they are stored. No query but those its relations need to be shown."""
    rows = {
        formset.prefix: {str(row.instance.pk): hashes_of(row) for row in formset.initial_forms} for formset in formsets
    }
    return Version(hashes_of(form), rows, time.time())


def token_of(version: Version, label: str, key: Any) -> str:
    """Signed for one record; some 25 bytes a field."""
    content = [version.fields, version.rows, version.seen_at]
    return signing.dumps(content, salt=f"version {label} {key}", compress=True)


def read_token(token: str, label: str, key: Any) -> Version | None:
    """None for a token that is missing, mangled or of another record."""
    try:
        return Version(*signing.loads(token, salt=f"version {label} {key}"))
    except (signing.BadSignature, ValueError, TypeError):  # lone surrogates are no token either
        return None
