"""Axe on every list of staff and on the pages of one record of each kind, narrow and dark, wide and light."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import axe_finds
from tests.browser.signing import signed_in

pytestmark = pytest.mark.browser

OWN = (
    "events/organisation/duplicates/",
    "events/topic/duplicates/",
    "curation/import/bring-in/",
    "curation/import/codebook/stories/",
    "curation/manuscript/bring-in/",
)
"""Pages that hang on no record."""
RECORDS = (
    "stories/story",
    "events/event",
    "events/organisation",
    "events/contributor",
    "events/consent",
    "stories/theme",
)
"""Kinds whose first record is opened, with every page its tools lead to."""

NO_PAGES = re.compile(r"/export/|/staff/r/")
"""Files, and the way from a form to its public page."""


def addresses(page: Page, part: str) -> list[str]:
    """Where the links of a part of the page lead within the staff's area, each once."""
    found = page.locator(f"{part} a").evaluate_all("links => links.map(link => link.href)")
    paths = [urlsplit(address).path for address in found]
    return list(dict.fromkeys(path for path in paths if path.startswith("/staff/") and not NO_PAGES.search(path)))


def walk(page: Page, site: str) -> list[str]:
    """Lists, forms that add, pages of our own, and of one record of each kind its form with all its tools: about 90."""
    page.goto(f"{site}/staff/")
    lists = addresses(page, "#content-main table")
    places = ["/staff/", *lists, *(f"/staff/{own}" for own in OWN)]
    for kind in RECORDS:
        page.goto(f"{site}/staff/{kind}/")
        record = addresses(page, "#result_list tbody th")[0]
        page.goto(f"{site}{record}")
        places += [record, *addresses(page, ".object-tools")]
    return list(dict.fromkeys(places))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_no_staff_page_has_a_fault_axe_knows(width: int, scheme: str, site: str, chromium: Browser) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    page = signed_in(context, site)
    faults: dict[str, list[str]] = {}

    for place in walk(page, site):
        page.goto(f"{site}{place}")
        found = axe_finds(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("wider than the screen")
        if found:
            faults[place] = found

    assert faults == {}
    context.close()
