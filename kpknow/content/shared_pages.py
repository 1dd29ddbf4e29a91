"""Pages that one node made and the others need not make again, in the memory of a Redis they share.

Looked up under the content version the primary has just named, so that Redis decides nothing: a page of an older
version is never asked for, and one that Redis lost is made anew. Names of pages are keyed hashes, for they would tell
what is read; each page is signed, for whoever may write into Redis is no author.
"""

import hashlib
import hmac
import json
import logging

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from kpknow.content.page_cache import Kept, Key
from kpknow.content.version import Version
from kpknow.silence import Silence

logger = logging.getLogger(__name__)

CACHE = "shared"
"""The name in CACHES; there only where CACHE_URL is set."""
KEPT_FOR = 600
"""Seconds: what was withdrawn is unreachable at once, and gone from Redis after these."""
AWAY = 10.0
"""Seconds for which a Redis that did not answer is not asked again, by this worker."""
SIGNATURE = hashlib.sha256().digest_size


class BytesOnly:
    """Django's own way into Redis unpickles what it finds there: whoever writes into Redis would run code here."""

    def dumps(self, value: bytes) -> bytes:
        return value

    def loads(self, value: bytes) -> bytes:
        return value


class SharedPages:
    def __init__(self) -> None:
        self._secret = salted_hmac("kpknow.content.shared_pages", "", algorithm="sha256").digest()
        self._design = getattr(staticfiles_storage, "manifest_hash", "")  # nodes may be of two releases for a while
        self.silence = Silence(AWAY)

    def get(self, version: Version, key: Key) -> Kept | None:
        """None also for what was not signed here, and where Redis is away."""
        name = self._name(version, key)
        if self.silence.is_kept():
            return None
        try:
            kept = caches[CACHE].get(name)
        except (RedisError, OSError) as away:
            self._leave(away)
            return None
        self.silence.end()
        if not kept or not hmac.compare_digest(kept[:SIGNATURE], self._signed(name, kept[SIGNATURE:])):
            return None
        head, _gap, body = kept[SIGNATURE:].partition(b"\n")
        status, headers, kind = json.loads(head)
        return Kept(status, [(field, value) for field, value in headers], body, kind)

    def put(self, version: Version, key: Key, page: Kept) -> None:
        if self.silence.is_kept():
            return
        name = self._name(version, key)
        text = json.dumps([page.status, page.headers, page.kind]).encode() + b"\n" + page.body
        try:
            caches[CACHE].set(name, self._signed(name, text) + text, KEPT_FOR)
        except (RedisError, OSError) as away:
            self._leave(away)
        else:
            self.silence.end()

    def _name(self, version: Version, key: Key) -> str:
        of = (version.token, version.epoch, version.on.isoformat(), version.door, self._design, key)
        return hmac.new(self._secret, repr(of).encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def _signed(self, name: str, text: bytes) -> bytes:
        return hmac.new(self._secret, name.encode() + text, hashlib.sha256).digest()

    def _leave(self, away: Exception) -> None:
        self.silence.begin()
        logger.warning("the shared cache does not answer and is left alone for a while: %s", type(away).__name__)
