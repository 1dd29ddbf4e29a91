"""The page a form would make, beside the form, in Chromium."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser


def test_the_page_follows_what_is_typed_and_nothing_is_saved(site: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(f"{site}/staff/")
    page.fill("#id_login", "curator")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.goto(f"{site}/staff/events/event/1/change/")
    title = page.input_value("#id_title")

    page.get_by_role("button", name="Preview beside the form").click()
    heading = page.frame_locator("iframe.beside").locator("h1")
    expect(heading).to_contain_text(title, timeout=20_000)
    page.fill("#id_title", "Wombats meet")
    expect(heading).to_contain_text("Wombats meet", timeout=20_000)
    page.fill("#id_title", "")
    expect(page.frame_locator("iframe.beside").locator("body")).to_contain_text(
        "This field is required", timeout=20_000
    )

    page.set_viewport_size({"width": 800, "height": 900})
    assert page.locator("iframe.beside").count() == 0
    assert page.get_by_role("button", name="Preview beside the form").is_visible() is False
    page.reload()
    assert page.input_value("#id_title") == title
    assert refused == []
    context.close()
