"""Every kind of page in a real browser: nothing in the console, nobody else called, nothing kept, axe silent."""

import gzip
import re
import urllib.error
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser
KINDS = (
    *("/", "/stories/", "/events/", "/organisations/", "/programmes/", "/resources/", "/surveys/", "/themes/"),
    *("/syntheses/", "/places/", "/people/", "/tags/", "/sources/", "/about/", "/about/method/", "/safety/"),
    *("/consent/", "/accessibility/", "/licence/", "/nothing-here/", "/stories/?people=msm&place=ke"),
    *("/search/", "/search/?q=community", "/search/?q=registartion", "/evidence/", "/evidence/voices/"),
    *("/evidence/gaps/", "/evidence/gaps/?theme=learning-that-lasts", "/evidence/gaps/records/?people=msm&place=kg"),
    *(f"/themes/learning-that-lasts/{page}/" for page in ("v1", "versions", "compare", "findings/1")),
    *("/events/learning-and-sharing-event-2/learning/", "/packs/new/?of=survey:kp-connect-follow-up"),
)
FIRST_OF = (
    "stories",
    "events",
    "organisations",
    "programmes",
    "resources",
    "surveys",
    "themes",
    "syntheses",
    "places",
    "people",
    "tags",
    "sources",
)
FIRST_VIEW = 14_600
"""Bytes of one initial congestion window (10 segments of 1,460)."""
NOT_OURS = {"exclude": [[".select2-container"]]}
"""Django's own copy of select2 says aria-readonly on a role that does not know it; nothing of ours can mend that."""
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode()


@pytest.fixture(scope="module")
def addresses(site: str) -> list[str]:
    """Everything in the sitemap."""
    sections = re.findall(r"<loc>([^<]+)</loc>", fetch(f"{site}/sitemap.xml"))
    return [address for section in sections for address in re.findall(r"<loc>([^<]+)</loc>", fetch(section))]


@pytest.fixture(scope="module")
def kinds(site: str, addresses: list[str]) -> list[str]:
    """One address of each kind of page: lists, words, an error, the longest page of each kind of record."""
    records = []
    for section in FIRST_OF:
        pages = [address for address in addresses if re.fullmatch(f"{site}/{section}/[^/]+/", address)]
        assert pages, f"the demo has no page under /{section}/"
        records.append(max(pages, key=lambda page: len(fetch(page))))
    voice = re.search(r"/highlights/\w+/", fetch(records[6]))
    assert voice
    return [*(site + path for path in KINDS), *records, site + voice[0]]


def test_every_address_of_the_sitemap_opens_in_peace(site: str, addresses: list[str], chromium: Browser) -> None:
    context = chromium.new_context()
    page, said, called = context.new_page(), [], []
    page.on("console", lambda message: said.append((page.url, message.text)))
    page.on("pageerror", lambda error: said.append((page.url, str(error))))
    page.on("request", lambda request: called.append(request.url))

    for address in addresses:
        response = page.goto(address)
        assert response is not None
        assert (response.status, "set-cookie" in response.headers) == (200, False), address

    assert len(addresses) > 60
    assert said == []
    assert [url for url in called if not url.startswith((site, "data:"))] == []
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(kinds: list[str], chromium: Browser, width: int, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page, axe, found = context.new_page(), Axe(), {}

    for address in kinds:
        page.goto(address)
        violations = axe.run(page, options=AXE).response["violations"]
        if violations:
            found[address] = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in violations]
    context.close()

    assert found == {}


def test_no_page_scrolls_sideways_at_320_pixels(kinds: list[str], chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})

    wide = []
    for address in kinds:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(address)
    page.close()

    assert wide == []


def test_every_page_reads_without_javascript(kinds: list[str], chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()

    for address in kinds:
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        assert page.locator("a.exit").is_visible(), address
        assert page.locator("a.skip").count() == 2, address
    context.close()


def test_a_first_view_fits_one_congestion_window_and_three_requests(
    site: str, kinds: list[str], chromium: Browser
) -> None:
    def weight(address: str) -> int:
        request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return len(answer.read())
        except urllib.error.HTTPError as error:
            return len(error.read())

    home = fetch(site)
    shared = sum(weight(site + path) for path in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', home)))
    heavy = {address: total for address in kinds if (total := weight(address) + shared) > FIRST_VIEW}
    page, called = chromium.new_page(), []
    page.on("request", lambda request: called.append(request.url))
    page.goto(site)
    page.close()

    assert heavy == {}
    assert len([url for url in called if not url.startswith("data:")]) <= 3


def test_exit_leaves_without_a_trace_in_the_history(site: str, chromium: Browser) -> None:
    context = chromium.new_context()
    context.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="<title>dull</title>"))
    page = context.new_page()
    page.goto(f"{site}/about/")
    page.goto(f"{site}/stories/")

    page.click("a.exit")
    page.wait_for_url("https://www.wikipedia.org/")
    page.go_back()

    assert page.url == f"{site}/about/"
    context.close()


def test_shift_three_times_leaves_and_as_a_modifier_does_not(site: str, chromium: Browser) -> None:
    context = chromium.new_context()
    context.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="<title>dull</title>"))
    page = context.new_page()
    page.goto(f"{site}/stories/")

    for _press in range(4):
        page.keyboard.press("Shift+A")
    assert page.url == f"{site}/stories/"
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.wikipedia.org/")
    context.close()


def test_filters_work_with_the_form_alone(site: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page: Page = context.new_page()
    page.goto(f"{site}/stories/")

    page.click("details.facets > summary")
    page.check('input[name="people"][value="msm"]')
    page.click("details.facets .go button")
    chips = page.locator("a.chip").all_inner_texts()
    page.click("a.chip")

    assert len(chips) == 1
    assert page.url == f"{site}/stories/"
    context.close()


def test_a_theme_prints_with_its_bars_and_page_numbers(kinds: list[str], chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(next(address for address in kinds if "/themes/" in address and not address.endswith("/themes/")))

    printed = page.pdf(print_background=False, prefer_css_page_size=True)
    page.emulate_media(media="print")
    hidden = [page.locator(part).first.is_visible() for part in (".exit", ".nav", ".foot")]
    page.close()

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 2
    assert hidden == [False, False, False]


def test_right_to_left_is_mirrored_and_does_not_scroll(site: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/stories/")

    page.evaluate("document.documentElement.dir = 'rtl'")
    brand = page.locator("a.brand").bounding_box()

    assert brand is not None
    assert brand["x"] > 180
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_admin_works_under_the_strict_policy_and_axe_finds_nothing(
    site: str, chromium: Browser, scheme: str
) -> None:
    context = chromium.new_context(color_scheme=scheme)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append((page.url, message.text)) if message.type == "error" else None)
    page.goto(f"{site}/staff/")
    page.fill("#id_login", "curator")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    found = {}

    for path in (
        "",
        "stories/story/",
        "stories/story/1/change/",
        "events/event/1/change/",
        "events/consent/",
        "stories/comment/",
    ):
        page.goto(f"{site}/staff/{path}")
        page.evaluate("document.querySelectorAll('*').length")
        inner = chromium.new_context(bypass_csp=True, color_scheme=scheme, storage_state=context.storage_state())
        tested = inner.new_page()
        tested.goto(f"{site}/staff/{path}")
        violations = (
            Axe()
            .run(tested, NOT_OURS, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
            .response["violations"]
        )
        if violations:
            found[path] = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in violations]
        inner.close()
    context.close()

    assert said == []
    assert found == {}


def test_compressed_pages_say_so(site: str) -> None:
    request = urllib.request.Request(f"{site}/", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert b"kpknow" in gzip.decompress(answer.read())
