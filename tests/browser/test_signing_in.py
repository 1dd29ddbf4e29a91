"""From an invitation to a security key, in Chromium, under the site's own strict policy."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser
OWN = "seven blue boats at noon"


@pytest.fixture(params=["strict policy", "axe"])
def page(chromium: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """At ``localhost``: browsers give security keys to names, not to bare addresses. Axe writes styles of its own."""
    with_axe = request.param == "axe"
    context = chromium.new_context(base_url=site.replace("127.0.0.1", "localhost"), bypass_csp=with_axe)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    yield page
    context.close()


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/staff/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(re.compile("/sign-in/"))


def faults(page: Page, *, looked_for: bool) -> list[str]:
    return [fault["id"] for fault in Axe().run(page).response["violations"]] if looked_for else []


def test_an_invited_person_comes_in_by_app_and_by_key(page: Page, request: pytest.FixtureRequest) -> None:
    axe = "axe" in request.node.name
    name = "asha-axe" if axe else "asha"
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    found: dict[str, list[str]] = {}

    sign_in(page, "curator", PASSWORD)
    page.goto("/staff/auth/user/add/")
    page.get_by_label("Username").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    link = page.locator("code.secret").inner_text()
    found["link"] = faults(page, looked_for=axe)
    sign_out(page)

    page.goto(link)
    found["invitation"] = faults(page, looked_for=axe)
    page.get_by_label("Your password", exact=True).fill(OWN)
    page.get_by_label("Your password, once more").fill(OWN)
    page.get_by_role("button", name="Keep this password").click()
    sign_in(page, name, OWN)
    page.get_by_role("link", name="How you sign in").click()
    found["how you sign in"] = faults(page, looked_for=axe)

    page.get_by_role("link", name="Set up an app").click()
    page.get_by_label("Password").fill(OWN)
    page.get_by_role("button", name="Go on").click()
    secret = page.locator("code.secret").inner_text()
    found["app"] = faults(page, looked_for=axe)
    counter = page.evaluate("Math.floor(Date.now() / 30000)")
    page.get_by_label("The code the app shows now").fill(format_hotp_value(hotp_value(secret, counter)))
    page.get_by_role("button", name="Set up").click()
    assert page.locator(".codes li").count() == 10
    found["codes"] = faults(page, looked_for=axe)
    code = page.locator(".codes li").first.inner_text()

    page.goto("/staff/account/factors/webauthn/add/")
    found["key"] = faults(page, looked_for=axe)
    page.get_by_role("button", name="Add this key").click()
    page.wait_for_url(re.compile("/factors/$"))
    sign_out(page)

    sign_in(page, name, OWN)
    found["second step"] = faults(page, looked_for=axe)
    page.goto("/staff/")
    assert "/authenticate/" in page.url
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(re.compile("/staff/$"))
    sign_out(page)

    sign_in(page, name, OWN)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/staff/$"))

    assert complaints == [] or axe
    assert {name: faulty for name, faulty in found.items() if faulty} == {}
