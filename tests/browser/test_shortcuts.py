"""The keys themselves, in Chromium."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser


def test_keys_search_add_and_save_and_leave_fields_alone(site: str, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site}/staff/")
    page.fill("#id_login", "curator")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.goto(f"{site}/staff/events/event/")

    page.keyboard.press("/")
    page.keyboard.type("ah?/")
    assert page.input_value("#searchbar") == "ah?/"

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.get_by_role("button", name="Switch them off").is_visible()

    page.keyboard.press("a")
    page.wait_for_url(re.compile("/event/add/"))
    page.goto(f"{site}/staff/events/event/1/change/")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert "/event/1/change/" in page.url
    assert page.locator(".messagelist .success").count() == 1

    page.get_by_text("Keyboard shortcuts").click()
    page.get_by_role("button", name="Switch them off").click()
    page.goto(f"{site}/staff/events/event/")
    page.keyboard.press("a")
    assert page.url == f"{site}/staff/events/event/"
    context.close()
