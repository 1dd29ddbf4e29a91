"""The search page, read as a stranger does."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client

from kpknow.safety.logs import NamelessFormatter
from kpknow.search import views
from kpknow.search.indexing import catch_up
from stories.models import Story
from tests import builders as make

pytestmark = pytest.mark.django_db
SEVEN = ["story", "event", "session", "organisation", "theme", "finding", "highlight"]


@pytest.fixture
def three() -> None:
    make.make_story("The circle", slug="the-circle", body="It began.\n\nThen quinoa came.")
    make.make_story("Un cercle", language="fr", body="Le quinoa.", codes=("SN",))
    make.make_organisation("Quinoa house")
    catch_up()


def search(typed: str, **choices: Any) -> str:
    return Client().get("/search/", {"q": typed} | choices, follow=True).content.decode()


def test_a_result_is_shown_with_its_kind_its_language_and_a_link_to_the_passage(three: None) -> None:
    page = search("quinoa")

    assert "<h2>3 results</h2>" in page
    assert '<h3 lang="en" dir="ltr"><a href="/stories/the-circle/#t2">The circle</a></h3>' in page
    assert '<p lang="fr" dir="ltr">Le <mark>quinoa</mark>.</p>' in page


def test_filters_keep_the_words_and_chips_lead_back(three: None) -> None:
    page = search("quinoa", kind="story", language="fr")

    assert "<h2>1 of 3 results</h2>" in page
    assert '<input type="hidden" name="q" value="quinoa">' in page
    assert 'href="/search/?q=quinoa&amp;kind=story"' in page


def test_the_page_is_for_no_search_engine_and_names_no_word_in_its_title(three: None) -> None:
    page = search("quinoa")

    assert '<meta name="robots" content="noindex,follow">' in page
    assert "<title>Search results – kpknow</title>" in page
    assert "<title>Search – kpknow</title>" in search("")
    assert '<link rel="canonical"' not in page


def test_words_sent_by_post_stand_in_no_address(three: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/search/", {"q": "quinoa", "kind": "story"})
    page = response.content.decode()

    assert response.status_code == 200
    assert not response.cookies
    assert "<h2>2 of 3 results</h2>" in page
    assert "q=quinoa" not in page
    assert '<form id="filters" action="/search/" method="post">' in page


RESULTS = re.compile(r'<ol class="list plainlist">.*?</ol>', re.DOTALL)


def test_words_sent_by_post_find_the_same(three: None) -> None:
    asked = {"q": "quinoa", "kind": "story", "sort": "newest"}
    by_get = Client().get("/search/", asked).content.decode()
    by_post = Client().post("/search/", asked).content.decode()

    assert RESULTS.findall(by_get) == RESULTS.findall(by_post) != []


def test_filters_sent_by_post_are_named_and_one_button_clears_them(three: None) -> None:
    page = Client().post("/search/", {"q": "quinoa", "kind": "story"}).content.decode()

    assert '<span class="small muted">Kind: Stories</span>' in page
    assert '<button class="btn quiet" form="search">Clear all</button>' in page
    assert 'class="chip"' not in page


def test_pages_sent_by_post_are_turned_by_post() -> None:
    for n in range(21):
        make.make_story(f"Quinoa {n}")
    catch_up()

    first = Client().post("/search/", {"q": "quinoa"}).content.decode()
    second = Client().post("/search/", {"q": "quinoa", "page": "2"}).content.decode()

    assert 'form="filters" name="page" value="2"' in first
    assert "q=quinoa" not in first
    assert second.count("<h3") == 1


def test_a_search_is_kept_in_no_cache(three: None) -> None:
    response = Client().get("/search/", {"q": "quinoa"})

    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
    assert not hasattr(response, "is_same_for_everybody")


def test_an_empty_field_is_answered_with_how_to_search(three: None) -> None:
    page = search("")

    assert "<h2>How to search</h2>" in page
    assert "There is no word to look for" not in page
    assert 'href="/people/"' in page


@pytest.mark.parametrize("typed", ["-quinoa", "…", "*"])
def test_signs_without_a_word_are_said_to_be_no_search(typed: str, three: None) -> None:
    page = search(typed)

    assert "There is no word to look for in that." in page
    assert "<h2>How to search</h2>" in page


def test_filters_that_leave_nothing_lead_back_to_everything(three: None) -> None:
    page = search("quinoa", kind="organisation", language="fr")

    assert "Nothing matches all of these" in page
    assert '<a href="/search/?q=quinoa">without any filter</a> (3)' in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_too_many_filters_are_refused_in_words(method: str) -> None:
    response = getattr(Client(), method)("/search/", {"q": "quinoa", "kind": SEVEN})

    assert response.status_code == 400
    assert "a list takes six of them at once" in response.content.decode()


def test_nothing_found_offers_ways_on(three: None, settings: Any) -> None:
    settings.CONTACT_ADDRESS = "desk@kpknow.example"
    page = search("xyzzy")

    assert "Is something missing? Write to desk@kpknow.example." in page

    assert "<h2>Nothing found</h2>" in page
    assert "Did you mean" not in page
    assert 'href="/tags/"' in page


def test_a_misspelt_word_is_offered_rightly_spelt(three: None) -> None:
    page = search("quinao")

    assert 'Did you mean <a href="/search/?q=quinoa">quinoa</a> (3)' in page


def test_only_our_word_for_people_is_said() -> None:
    make.make_story("About them", people=("people-who-use-drugs",))
    catch_up()

    page = search("junkies")

    assert "Showing results for <strong>People who use drugs</strong>" in page
    assert page.casefold().count("junkies") == 2  # in the box and in the filters' copy of it


@pytest.mark.parametrize(
    "typed", ["\x00", "\ud800", "😀" * 9, '"' * 99, "(a OR b) NOT *", "x" * 10_000, "9" * 400, "--"]
)
def test_nothing_typed_breaks_the_page(typed: str, three: None) -> None:
    by_get = Client().get("/search/", {"q": typed.encode("utf-8", "surrogatepass")}, follow=True)
    by_post = Client().post("/search/", {"q": typed.encode("utf-8", "replace").decode()})

    assert (by_get.status_code, by_post.status_code) == (200, 200)


def test_what_was_looked_for_is_written_to_no_log(
    three: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(request: HttpRequest) -> None:
        raise ValueError(request.GET["q"])

    client = Client(raise_request_exception=False)
    monkeypatch.setattr(caplog.handler, "formatter", NamelessFormatter("%(message)s"))
    answers = [client.get("/search/", {"q": "quinoa"}), client.get("/search/", {"q": "quinoa", "kind": SEVEN})]
    with monkeypatch.context() as patch:
        patch.setattr(views, "SearchListing", broken)
        answers.append(client.get("/search/", {"q": "quinoa"}))

    assert [answer.status_code for answer in answers] == [200, 400, 500]
    assert [line for line in caplog.text.splitlines() if "quinoa" in line] == []
    assert [record.getMessage() for record in caplog.records] == ["broken page: search:search, request no number"]


def test_nothing_typed_runs_as_markup(three: None) -> None:
    typed = 'quinoa"><script>alert(1)</script>'
    pages = [search(typed), Client().post("/search/", {"q": typed}).content.decode()]

    assert ["<script>alert" in page for page in pages] == [False, False]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"q=%ff%fe&page=9999999999&kind=%00", "application/x-www-form-urlencoded"),
        (b"q=quinoa", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"q=quinoa", "multipart/form-data"),
        (b"&".join(b"kind=x" for _n in range(1001)), "application/x-www-form-urlencoded"),
        (b"q=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ],
)
def test_no_body_breaks_the_page(body: bytes, content_type: str, three: None) -> None:
    response = Client().generic("POST", "/search/", body, content_type)

    assert response.status_code in {200, 400}


def test_a_browser_can_learn_where_to_search() -> None:
    root = ElementTree.fromstring(Client().get("/opensearch.xml").content)  # noqa: S314  our own answer
    [url] = root.findall("{http://a9.com/-/spec/opensearch/1.1/}Url")

    assert url.attrib["template"] == "http://testserver/search/?q={searchTerms}"


PAGE_QUERIES = {"sqlite": 5, "postgresql": 12}
"""What the results take: test_search.py says which. The page itself asks nothing."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_for_one_result_and_for_three(
    rows: int, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        make.make_story(f"Story {n}", body="Quinoa.", codes=())
    catch_up()
    search("quinoa")

    with django_assert_num_queries(PAGE_QUERIES[connection.vendor]):
        page = search("quinoa")

    assert page.count("<h3") == rows == Story.objects.count()
