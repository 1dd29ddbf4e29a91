"""Signing in at the staff's door, for tests in a browser."""

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PASSWORD

OWN = "seven green boats at noon"


def signed_in(context: BrowserContext, site: str, name: str = "curator", password: str = PASSWORD) -> Page:
    page = context.new_page()
    page.goto(f"{site}/staff/")
    page.fill("#id_login", name)
    page.fill("#id_password", password)
    page.click("[type=submit]")
    page.wait_for_url(f"{site}/staff/")
    return page


def invited(page: Page, site: str, chromium: Browser, name: str) -> Page:
    """A second account, made by whoever is signed in on ``page``, in a browser of its own."""
    page.goto(f"{site}/staff/auth/user/add/")
    page.fill("[name=username]", name)
    page.locator(".field-groups .select2-container").click()
    page.keyboard.type("Editor")
    page.locator(".select2-results__option--highlighted", has_text="Editor").click()
    page.get_by_role("button", name="Save", exact=True).click()
    link = page.locator("code.secret").inner_text()
    context = chromium.new_context(viewport=page.viewport_size)
    own = context.new_page()
    own.goto(link)
    own.get_by_label("Your password", exact=True).fill(OWN)
    own.get_by_label("Your password, once more").fill(OWN)
    with own.expect_navigation():  # a page closed while another loads into it may never say that it is closed
        own.get_by_role("button", name="Keep this password").click()
    return signed_in(context, site, name, OWN)
