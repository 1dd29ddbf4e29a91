"""Searching as a reader does: by keyboard, on a small screen, without a script, and without leaving words behind."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import raw_request
from tests.browser.test_pages import AXE

pytestmark = pytest.mark.browser


def search_privately(page: Page, site: str, words: str) -> None:
    page.goto(f"{site}/search/")
    page.fill("#q", words)
    page.click("button[formmethod=post]")


def test_the_keyboard_alone_finds_and_opens_a_passage(site: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/about/")

    for _step in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "/search/":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/search/")
    page.locator("#q").focus()
    page.keyboard.type("testing")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/search/?q=testing")
    first = page.locator("ol.list h3 a").first
    expected = first.get_attribute("href")
    page.locator("#q").focus()
    steps = []
    while page.evaluate("document.activeElement.getAttribute('href')") != expected:
        page.keyboard.press("Tab")
        steps.append(page.evaluate("document.activeElement.textContent.trim()"))
        assert len(steps) < 10, steps
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}{expected}")
    page.close()

    assert steps[:3] == ["Search", "Search privately", "Filter and sort"]


def test_private_words_stay_out_of_every_address_and_title(site: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(urlsplit(request.url).query + request.headers.get("referer", "")))
    titles = []

    search_privately(page, site, "community")
    titles.append(page.title())
    page.click(".pager button")
    second = page.locator(".pager span").inner_text()
    page.click("details.facets > summary")
    page.check('input[name="kind"][value="event"]')
    page.click("details.facets .go button")
    titles.append(page.title())
    named = page.locator(".resbar li").first.inner_text()
    page.click("text=Clear all")
    cleared = page.locator(".resbar h2").inner_text()
    page.fill("#q", "registartion")
    page.keyboard.press("Enter")
    page.click("button[form=search]")
    spelt = page.input_value("#q")
    page.click("ol.list h3 a >> nth=0")
    context.close()

    assert second.startswith("Page 2 of ")
    assert named == "Kind: Events"
    assert " of " not in cleared
    assert spelt == "registration"
    assert [words for words in asked if "community" in words or "regist" in words] == []
    assert set(titles) == {"Search results – kpknow"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_a_private_search(site: str, chromium: Browser, width: int, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page, found = context.new_page(), []

    for words in ("community", "registartion", "-community"):
        search_privately(page, site, words)
        found += Axe().run(page, options=AXE).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()

    assert found == []


@pytest.mark.parametrize("width", [320, 360])
def test_the_header_keeps_to_two_rows_on_a_phone(site: str, chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 640})
    page.goto(f"{site}/")

    tops = page.evaluate("[...document.querySelectorAll('.mast .brand, .mast .tools > *')].map(e => e.offsetTop)")
    inside = page.evaluate("document.querySelector('.tools').getBoundingClientRect().right <= innerWidth")
    page.close()

    assert max(tops) - min(tops) < 12
    assert inside


def test_the_server_writes_nobody_s_words_and_nobody_s_address(site: str, site_log: Path) -> None:
    for line in (
        b"GET /search/?q=quagga HTTP/1.1",
        b"GET /search/?q=quagga quagga HTTP/1.1",
        b"GET /search/?q=quagga HTTP/9.quagga",
        b"GET /search/?q=" + b"quagga" * 1000 + b" HTTP/1.1",
        b"GET /search/?q=quagga&kind=a&kind=b&sort=quagga HTTP/1.1\r\nReferer : quagga",
        b"QUAGGA /search/?q=quagga HTTP/1.1",
    ):
        assert raw_request(site, line + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 ")

    written = site_log.read_text().casefold()
    assert "invalid request" in written
    assert "quagga" not in written
    assert "ip=" not in written
