"""Findings of a tension built on a narrow screen with the keys alone and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.signing import signed_in

pytestmark = pytest.mark.browser


def tick(page: Page, words: str) -> None:
    page.get_by_role("checkbox", name=words).first.focus()
    page.keyboard.press("Space")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.focus()
    enter(page)


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_finding_its_figure_its_pole_and_what_it_asks_need_keys_and_no_script(site: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = signed_in(context, site)
    page.goto(f"{site}/staff/stories/theme/?q=Health+or+rights")
    page.locator("#result_list tbody th a").click()
    page.get_by_role("link", name="Build findings").click()
    found = page.locator("article").count()

    tick(page, "In time it saw that larger matters")
    press(page, "Human rights first")
    assert "Human rights first: 4 passages" in page.locator("#poles").inner_text()
    tick(page, "In time it saw that larger matters")
    page.get_by_label("New finding").fill("Law comes before care")
    enter(page)
    assert page.locator("article").count() == found + 1

    page.get_by_label("Survey question").select_option(index=1)
    page.get_by_label("Finding it is a figure of").select_option(index=found)
    press(page, "Tie it to the finding")
    assert page.locator("article").last.get_by_role("heading", name="Figures").count() == 1

    new = page.locator("#asked")
    new.get_by_label("Recommendation").fill("Read the law first.")
    new.get_by_label("Law comes before care").check()
    press(page, "Add it")
    assert page.locator("article").last.get_by_role("link", name="Read the law first.").count() == 1
    context.close()
