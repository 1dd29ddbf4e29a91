"""Uploaded files in a bucket that speaks S3, for nodes that share no folder.

The bucket is private: readers get a file from a view that asks for consent, and no address of the bucket is told.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from kpknow.safety.kept_files import FilesAway
from kpknow.silence import Silence

logger = logging.getLogger(__name__)

CONNECTING, ANSWERING = 2, 5
"""Seconds that a store may take."""
AWAY = 10.0
"""Seconds for which a store that did not answer is not asked again, by this worker."""
IN_ONE_PIECE = 64 * 2**20
"""Bytes; the largest upload is 25 MB."""


@dataclass(frozen=True)
class Stored:
    """``tag``: the MD5 of a file sent in one piece and not encrypted by a key service; else some other word."""

    name: str
    size: int
    tag: str


class BucketFile(File):  # type: ignore[type-arg]  # generic in its stubs alone
    """Read at once; a closed one can be opened again, as one of a folder can."""

    def __init__(self, bucket: "PrivateBucket", name: str) -> None:
        super().__init__(BytesIO(bucket.read(name)), name)
        self.bucket = bucket

    def open(self, mode: str | None = None, *args: Any, **kwargs: Any) -> "BucketFile":
        if self.closed:
            self.file = BytesIO(self.bucket.read(str(self.name)))
        self.seek(0)
        return self


class PrivateBucket(S3Storage):  # type: ignore[misc]  # it comes without types
    """Raises FilesAway where the store does not answer or refuses. Never overwrites.

    A file is read whole into memory: then a page is not begun that cannot be ended, and a picture can be looked into.
    """

    def __init__(self, *, attempts: int, **settings: Any) -> None:
        super().__init__(
            **settings,
            file_overwrite=False,
            default_acl=None,
            session_profile=None,  # no key but the one that was named, whatever the account's environment holds
            security_token=None,
            client_config=Config(
                connect_timeout=CONNECTING,
                read_timeout=ANSWERING,
                retries={"total_max_attempts": attempts, "mode": "standard"},
                s3={"addressing_style": "path"},  # as every store understands
                signature_version="s3v4",
                request_checksum_calculation="when_required",  # others than Amazon's refuse the newer ones
                response_checksum_validation="when_required",
            ),
            transfer_config=TransferConfig(use_threads=False, multipart_threshold=IN_ONE_PIECE),
        )
        self._lock = threading.Lock()
        self.silence = Silence(AWAY)

    @cached_property
    def _session(self) -> Any:
        return super()._create_session()

    def _create_session(self) -> Any:
        """One for all threads: each would be 13 MB."""
        return self._session

    @property
    def connection(self) -> Any:
        """A thread's own; one at a time is made."""
        with self._lock:
            return super().connection

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Around each question to the store. Raises FileNotFoundError for a file that is not there, and FilesAway."""
        if self.silence.is_kept():
            raise FilesAway("The store of uploaded files did not answer a moment ago.")
        try:
            yield
        except ClientError as refused:
            self.silence.end()
            code = str(refused.response.get("Error", {}).get("Code"))
            if code in ("NoSuchKey", "404"):
                raise FileNotFoundError("There is no such file.") from refused
            raise FilesAway(f"The store of uploaded files refuses: {code}.") from refused
        except BotoCoreError as away:
            self.silence.begin()
            logger.warning("the store of uploaded files does not answer (%s)", type(away).__name__)
            raise FilesAway(f"The store of uploaded files does not answer ({type(away).__name__}).") from away
        self.silence.end()

    def stored(self) -> Iterator[Stored]:
        """All there is, by name; a thousand a question."""
        with self.asked():
            pages = self.connection.meta.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name)
            for page in pages:
                for one in page.get("Contents", ()):
                    yield Stored(one["Key"], one["Size"], one["ETag"].strip('"'))

    def strangers_may_read(self, name: str) -> bool:
        """Tried, without any key."""
        with self.asked():
            try:
                self.unsigned_connection.meta.client.get_object(Bucket=self.bucket_name, Key=name)
            except ClientError:
                return False
            return True

    def told(self, question: str) -> dict[str, Any] | None:
        """What the store says of the bucket, by boto3's name for the question; None where it does not answer that."""
        with self.asked():
            try:
                return dict(getattr(self.connection.meta.client, question)(Bucket=self.bucket_name))
            except ClientError:
                return None

    def _open(self, name: str, mode: str = "rb") -> BucketFile:
        if mode != "rb":
            raise ValueError("Files of a bucket are read, or saved whole.")
        return BucketFile(self, name)

    def read(self, name: str) -> bytes:
        with self.asked():
            key = self._normalize_name(name)
            answer = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=key)
            return bytes(answer["Body"].read())

    def _save(self, name: str, content: Any) -> str:
        with self.asked():
            return str(super()._save(name, content))

    def replace(self, name: str, content: Any) -> None:
        """Under just this name, whatever it names now."""
        self._save(name, content)

    def delete(self, name: str) -> None:
        with self.asked():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with self.asked():
            return bool(super().exists(name))

    def listdir(self, name: str) -> Any:
        with self.asked():
            return super().listdir(name)

    def size(self, name: str) -> int:
        with self.asked():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> Any:
        with self.asked():
            return super().get_modified_time(name)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """The address of our own view, as a folder has it; Django's admin links to it."""
        return f"/{filepath_to_uri(name)}"
