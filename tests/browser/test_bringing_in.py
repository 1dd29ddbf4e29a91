"""A curator takes a film's transcript from the file to readers, without leaving the admin."""

import re

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.looking import axe_finds, picture
from tests.browser.signing import invited, signed_in
from tests.curation.documents.texts import FILM

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


def bring_in(page: Page) -> None:
    """From the first page to the draft."""
    page.click("text=Bring in a text")
    page.fill("[name=name]", "Film about the circle")
    page.set_input_files("[name=file]", {"name": "film.txt", "mimeType": "text/plain", "buffer": FILM.encode()})
    page.click("text=Read the text")

    page.wait_for_url("**/text/")
    for box in page.locator("[name$=-confirmed]").all():
        box.check()
    page.select_option("[name=p1-what]", "out")
    page.select_option("[name=p6-what]", "rest")
    picture(page, "transcript-text", "section.speakers")
    page.click("text=Save and make stories")

    page.wait_for_url("**/manuscript/*/stories/")
    page.fill("[name=story-0-title]", "Lakeside Circle")
    page.fill("[name=story-0-standfirst]", "How eight friends became a clinic.")
    for prefix, name in (("teller", "The circle"), ("speaker-0", "Wanja"), ("speaker-1", "Otieno")):
        choose_new(page, prefix, name)
    picture(page, "transcript-people", "section.person >> nth=1")
    page.locator("summary", has_text="A source that is not in the list yet").click()
    page.fill("[name=source-title]", "A film about the circle")


def found_in(page: Page) -> list[str]:
    """The passages above the form that must not be published as they are."""
    return page.locator("section.findings:not(.advice) mark").all_inner_texts()


class Watched:
    """What is said on the way: by the strict policy, or by axe, which breaks that policy itself."""

    def __init__(self, width: int, *, with_axe: bool) -> None:
        self.width, self.with_axe = width, with_axe
        self.said: list[str] = []

    def listen(self, page: Page) -> None:
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not self.with_axe:
            self.said.append(message.text)

    def look(self, page: Page) -> None:
        self.said += axe_finds(page) if self.with_axe else []
        assert page.evaluate("document.documentElement.scrollWidth") <= self.width, page.url


def answer_findings(page: Page, second: Page, watched: Watched) -> None:
    """Two passages may identify somebody: one is taken out, the other answered by two people."""
    draft = page.url
    assert found_in(page) == ["Achieng Wekesa", "+254 712 345 678"]
    body = page.locator("[name=body]")
    words = body.input_value()
    assert ("[Otieno] I joined as a peer educator" in words, "Njeri" in words) == (True, False)
    body.fill(words.replace("Achieng Wekesa", "somebody"))
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").click()
    assert found_in(page) == ["+254 712 345 678"]
    watched.look(page)
    picture(page, "transcript-findings", "section.findings")
    page.click("text=Say why they may stay")
    page.fill("#reason-1", "The number of the open line; it is painted on the wall of the drop-in centre.")
    with page.expect_navigation():
        page.get_by_role("button", name="It may stay").click()
    watched.look(page)

    second.goto(draft)
    second.click("text=Say why they may stay")
    watched.look(second)
    second.click("text=I agree")
    second.click("text=Back to the record")
    assert found_in(second) == []
    page.click("text=Back to the record")


def publish(page: Page, watched: Watched, title: str) -> None:
    """The checklist is met: previewed, then published."""
    assert page.locator(".checklist li.missing").count() == 0
    picture(page, "transcript-checklist", ".checklist")
    with page.context.expect_page() as opened:
        page.click("[value=Preview]")
    preview = opened.value
    watched.listen(preview)
    assert preview.locator("h1").inner_text() == title
    assert "Preview: not saved, not public" in preview.inner_text("body")
    picture(preview, "transcript-preview", "body")
    preview.close()
    page.get_by_role("link", name="Publish", exact=True).click()
    watched.look(page)
    page.get_by_role("button", name=re.compile("Publish")).click()
    assert "1 record is now public." in page.inner_text(".messagelist")


@pytest.mark.parametrize(("width", "with_axe"), [(1280, False), (360, True)], ids=["strict policy", "axe"])
def test_a_transcript_becomes_a_public_story(width: int, with_axe: bool, site: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=with_axe)
    page, watched = signed_in(context, site), Watched(width, with_axe=with_axe)
    second = invited(page, site, chromium, f"second-{width}")
    page.goto(f"{site}/staff/")
    watched.listen(page)
    watched.listen(second)

    bring_in(page)
    watched.look(page)
    page.click("text=Save as drafts")
    page.wait_for_url("**/staff/stories/story/*/change/")
    answer_findings(page, second, watched)
    publish(page, watched, "Lakeside Circle")

    page.get_by_role("link", name="View on site").click()
    page.wait_for_url(f"{site}/stories/**")
    stranger = chromium.new_context().new_page()
    watched.listen(stranger)
    stranger.goto(page.url)
    turns = stranger.locator("li > .who").all_inner_texts()
    assert turns == ["Narrator", "Wanja", "Otieno", "Wanja"]
    text = stranger.inner_text("main")
    shown = [word in text for word in ("walk with people", "Wekesa", "Kudos", "Njeri", "Leave a Reply")]
    assert shown == [True, False, False, False, False]
    assert watched.said == []
    for one in (stranger, second, page):
        one.context.close()
