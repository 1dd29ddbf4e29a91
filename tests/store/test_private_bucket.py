"""Files in a bucket: the server's alone, never overwritten, and away without taking the site along."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kpknow.safety import private_bucket
from kpknow.safety.kept_files import FilesAway
from tests.store.server import KEYS, Store, keep_files

NAME = "pictures/a quiet yard.webp"


def test_a_file_is_kept_read_again_and_let_go(bucket: str) -> None:
    kept = default_storage.save(NAME, ContentFile(b"first"))

    with default_storage.open(kept) as file:
        assert file.read() == b"first"
    with file.open("rb"):  # once more, as one of a folder
        assert file.read() == b"first"
    assert (default_storage.size(kept), default_storage.exists(kept)) == (5, True)
    assert (default_storage.listdir(""), default_storage.listdir("pictures")) == (
        (["pictures"], []),
        ([], ["a quiet yard.webp"]),
    )
    default_storage.delete(kept)
    default_storage.delete(kept)
    assert not default_storage.exists(kept)
    with pytest.raises(FileNotFoundError):
        default_storage.open(kept)


def test_a_name_that_is_taken_stays_whose_it_is(bucket: str) -> None:
    first, second = (default_storage.save(NAME, ContentFile(words)) for words in (b"first", b"second"))

    assert first != second
    assert [default_storage.open(name).read() for name in (first, second)] == [b"first", b"second"]


def test_nobody_reads_without_the_keys_and_no_address_of_the_bucket_is_told(bucket: str, store: Store) -> None:
    kept = default_storage.save(NAME, ContentFile(b"first"))

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{store.endpoint}/{bucket}/pictures/a%20quiet%20yard.webp")
    grants = store.client().get_object_acl(Bucket=bucket, Key=kept)["Grants"]

    assert refused.value.code == 403
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    assert default_storage.url(kept) == "/pictures/a%20quiet%20yard.webp"


def test_the_whole_bucket_is_told_with_sizes(bucket: str, store: Store) -> None:
    client = store.client()
    for number in range(3):
        client.put_object(Bucket=bucket, Key=f"files/{number}.pdf", Body=b"x" * number)

    found = [(one.name, one.size) for one in default_storage.stored()]

    assert found == [("files/0.pdf", 0), ("files/1.pdf", 1), ("files/2.pdf", 2)]


def test_a_bucket_that_is_not_there_is_no_missing_file(bucket: str, store: Store) -> None:
    store.client().delete_bucket(Bucket=bucket)

    with pytest.raises(FilesAway, match="refuses: NoSuchBucket"):
        default_storage.open(NAME)
    with pytest.raises(FilesAway, match="refuses: NoSuchBucket"):
        default_storage.save(NAME, ContentFile(b"first"))


class Weak(BaseHTTPRequestHandler):
    """A store that fails as it is told to."""

    fails, asked = "", 0

    def do_GET(self) -> None:
        Weak.asked += 1
        if self.fails == "says nothing":
            self.rfile.read(1)  # until whoever asks gives up
            return
        self.send_response(503 if self.fails == "is busy" else 200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"fir" if self.fails == "breaks off" else b"first")

    def log_message(self, *words: Any) -> None:
        """Nothing."""


@pytest.fixture
def weak(settings: Any, monkeypatch: Any) -> Iterator[type[Weak]]:
    monkeypatch.setattr(private_bucket, "ANSWERING", 0.2)
    monkeypatch.setattr(Weak, "fails", "")
    monkeypatch.setattr(Weak, "asked", 0)
    with ThreadingHTTPServer(("127.0.0.1", 0), Weak) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        endpoint = f"http://127.0.0.1:{server.server_port}"
        keep_files(settings, {"MEDIA_BUCKET": "site", "MEDIA_ENDPOINT": endpoint, **KEYS})
        yield Weak
        server.shutdown()


@pytest.mark.parametrize("fails", ["says nothing", "breaks off"])
def test_a_store_that_does_not_answer_is_left_alone_for_a_while(weak: type[Weak], fails: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(weak, "fails", fails)

    for _time in range(3):
        with pytest.raises(FilesAway):
            default_storage.open(NAME)
    assert weak.asked == 1

    monkeypatch.setattr(weak, "fails", "")
    default_storage.silence._until = 0.001  # the while is over
    assert default_storage.open(NAME).read() == b"first"


def test_while_one_finds_out_the_others_do_not_wait(weak: type[Weak]) -> None:
    default_storage.silence._until = 0.001

    with default_storage.asked(), pytest.raises(FilesAway, match="a moment ago"):
        default_storage.open(NAME)

    assert default_storage.open(NAME).read() == b"first"
    assert weak.asked == 1


def test_a_store_that_refuses_is_asked_again_at_once(weak: type[Weak], monkeypatch: Any) -> None:
    monkeypatch.setattr(weak, "fails", "is busy")
    with pytest.raises(FilesAway, match="refuses: 503"):
        default_storage.open(NAME)

    monkeypatch.setattr(weak, "fails", "")

    assert default_storage.open(NAME).read() == b"first"
