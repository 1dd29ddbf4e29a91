"""What is left of an address whose record was purged: a keyed hash, enough to answer that it is gone."""

import re

from django.utils.crypto import salted_hmac

TOMBSTONE = r"^purged-[0-9a-f]{48}$"


def is_tombstone(slug: str) -> bool:
    return re.fullmatch(TOMBSTONE, slug) is not None


def tombstone_of(kind: str, slug: str) -> str:
    """The slug in its place. Without the site's secret key nobody can try out which words it was made of."""
    if is_tombstone(slug):
        return slug
    hashed = salted_hmac("kpknow.content.tombstones", f"{kind}/{slug}", algorithm="sha256").hexdigest()
    return f"purged-{hashed[:48]}"
