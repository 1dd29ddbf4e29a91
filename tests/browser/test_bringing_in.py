"""A curator takes a film's transcript to a published story without leaving the admin."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PASSWORD
from tests.curation.documents.texts import TRANSCRIPT

pytestmark = pytest.mark.browser


def choose_new(page: Page, prefix: str, name: str) -> None:
    """Somebody who is not in the list yet, with a consent that is not recorded yet."""
    for field in (f"[name={prefix}-new-name]", f"[name={prefix}-consent-basis]"):
        page.locator("details", has=page.locator(field)).locator("summary").click()
    page.fill(f"[name={prefix}-new-name]", name)
    page.select_option(f"[name={prefix}-new-naming]", "first_name")
    page.select_option(f"[name={prefix}-consent-basis]", "written")
    for tick in ("covers_words", "covers_name", "for_web", "for_exports"):
        page.check(f"[name={prefix}-consent-{tick}]")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_transcript_becomes_a_story(width: int, site: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page, said, faults = context.new_page(), [], []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    def look() -> None:
        faults.extend(one["id"] for one in Axe().run(page).response["violations"])
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(f"{site}/staff/")
    page.fill("[name=username],[name=login]", "curator")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_load_state()
    page.goto(f"{site}/staff/curation/manuscript/bring-in/")
    look()
    page.fill("[name=name]", "Film about the circle")
    page.set_input_files("[name=file]", {"name": "film.txt", "mimeType": "text/plain", "buffer": TRANSCRIPT.encode()})
    page.click("input.default")

    page.wait_for_url("**/text/")
    look()
    for number in range(3):
        page.check(f"[name=s{number}-confirmed]")
    for place in (1, 6, 7):
        page.select_option(f"[name=p{place}-what]", "out")
    page.click("[name=people]")

    page.wait_for_url("**/manuscript/*/stories/")
    look()
    page.fill("[name=story-0-standfirst]", "How eight friends became a clinic.")
    for prefix, name in (("teller", f"Circle {width}"), ("speaker-0", f"Wanja {width}"), ("speaker-1", "Otieno")):
        choose_new(page, prefix, name)
    page.locator("summary", has_text="A source that is not in the list yet").click()
    page.fill("[name=source-title]", f"A film {width}")
    look()
    page.click("input.default")

    page.wait_for_url("**/staff/stories/story/*/change/")
    assert page.locator("[name=title]").input_value() == "The Story of Change: Baobab Circle"
    body = page.locator("[name=body]").input_value()
    assert "[Otieno] I joined as a peer educator" in body
    assert "Kudos" not in body
    assert (said, faults) == ([], [])
    context.close()
