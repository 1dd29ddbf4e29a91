import brotli
import pytest
from django.test import Client

from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("gzip;q=1, br;q=0.5", "br"), ("", None)]
)
def test_a_page_travels_as_its_browser_takes_it(asked: str, encoding: str | None) -> None:
    make.make_story("A long enough story")

    response = Client().get("/stories/", headers={"Accept-Encoding": asked})

    assert response.get("Content-Encoding") == encoding
    if encoding == "br":
        assert b"A long enough story" in brotli.decompress(response.content)
        assert "Accept-Encoding" in response["Vary"]


def test_answers_to_staff_are_padded_by_gzip(staff: Client) -> None:
    response = staff.get("/stories/", headers={"Accept-Encoding": "br, gzip"})

    assert response["Content-Encoding"] == "gzip"


def test_a_compressed_feed_still_answers_not_modified() -> None:
    make.make_story()
    first = Client().get("/feeds/stories.atom", headers={"Accept-Encoding": "br"})

    again = Client().get("/feeds/stories.atom", headers={"Accept-Encoding": "br", "If-None-Match": first["ETag"]})

    assert again.status_code == 304
