"""Coding a transcript in Chromium: with the keyboard alone, without JavaScript, by mouse and by touch."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser
TEXT = "/staff/coding/story/1/"
CODED = ".codes>li"


def opened(context: BrowserContext, site: str) -> Page:
    page = context.new_page()
    page.goto(f"{site}/staff/")
    page.fill("#id_login", "curator")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.goto(f"{site}{TEXT}")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def coded(page: Page) -> int:
    return page.locator(CODED).count()


def heard(page: Page) -> str:
    return page.inner_text("#say").strip()


def test_a_transcript_is_coded_with_the_keyboard_alone(site: str, chromium: Browser) -> None:
    context = chromium.new_context()
    page, said, posts = opened(context, site), [], []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.on("dialog", lambda dialog: dialog.accept())
    before = coded(page)

    press(page, "j", "j", "k", "Shift+j", "1")
    first = page.inner_text("#pick")
    assert page.locator(".s.sel").count() == 2
    assert heard(page).startswith("Learning that lasts on")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        press(page, "Enter")
    expect(page.locator(CODED)).to_have_count(before + 1)
    expect(page.locator("#say")).to_contain_text("Saved.")
    assert page.inner_text("#pick") != first

    press(page, "/")
    page.keyboard.type("left at")
    press(page, "Enter")
    assert page.locator("#themes input:checked").count() == 1
    press(page, "Enter")
    expect(page.locator(CODED)).to_have_count(before + 2)
    press(page, "u")
    expect(page.locator(CODED)).to_have_count(before + 1)

    press(page, "Escape", "k", "k", "k", "k", "j", "e")
    assert heard(page).startswith("Editing: ")
    press(page, "2", "Enter")
    expect(page.locator(f"{CODED}[data-themes='1 2']")).to_have_count(1)
    press(page, "k", "Delete")
    expect(page.locator(CODED)).to_have_count(before)
    assert len(posts) == 5
    assert said == []
    context.close()


def test_keys_are_switched_off_for_good_and_never_fire_in_fields(site: str, chromium: Browser) -> None:
    context = chromium.new_context()
    page = opened(context, site)
    press(page, "j")

    page.focus("#id_text")
    page.keyboard.type("jk1u/")
    assert (page.input_value("#id_text"), page.locator("#themes input:checked").count()) == ("jk1u/", 0)
    page.get_by_role("button", name="Switch them off").click()
    page.goto(f"{site}{TEXT}")
    press(page, "j", "1")
    off = (page.locator(".s.cur").count(), page.locator("#themes input:checked").count())
    page.get_by_role("button", name="Switch them on").click()

    assert off == (0, 0)
    context.close()


def test_a_transcript_is_coded_without_javascript(site: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = opened(context, site)
    before = coded(page)

    page.locator("a.code").nth(1).click()
    page.get_by_label("To", exact=True).select_option(index=0)
    page.get_by_label("Money that bends").check()
    page.get_by_role("button", name="Save passage").click()
    assert (coded(page), page.locator(".messagelist .success").inner_text()) == (before + 1, "Saved.")
    page.locator(".blk").nth(1).get_by_role("link", name="Edit").first.click()
    page.get_by_label("Care as strategy").check()
    page.get_by_role("button", name="Save passage").click()
    assert page.locator(".blk").nth(1).locator(".codes").inner_text().startswith("Care as strategy, Money that bends")
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".blk").nth(1).locator(".codes").inner_text().startswith("Money that bends")
    page.locator(".blk").nth(1).get_by_role("link", name="Edit").first.click()
    page.get_by_text("Remove this passage").click()
    page.get_by_role("button", name="Yes, remove it").click()

    assert coded(page) == before
    context.close()


def test_the_mouse_keeps_to_sentences_unless_alt_is_held(site: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = opened(context, site)
    sentence = page.locator(".s").first
    box = sentence.bounding_box()
    assert box is not None

    def drag() -> None:
        page.mouse.move(box["x"] + 40, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(box["x"] + 120, box["y"] + 10, steps=4)
        page.mouse.up()

    drag()
    page.wait_for_selector(".s.sel")
    assert page.inner_text("#pick") == sentence.inner_text()
    page.keyboard.down("Alt")
    drag()
    page.wait_for_selector(".s.part")
    words = page.inner_text("#pick")
    page.keyboard.up("Alt")

    assert 0 < len(words) < len(sentence.inner_text())
    assert words in sentence.inner_text()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(width: int, scheme: str, site: str, chromium: Browser) -> None:
    size = {"width": width, "height": 900}
    context = chromium.new_context(viewport=size, color_scheme=scheme, bypass_csp=True, has_touch=width == 360)
    page, faults, wide = opened(context, site), {}, []

    def look(name: str) -> None:
        found = [
            (one["id"], [node["target"] for node in one["nodes"]][:3]) for one in Axe().run(page).response["violations"]
        ]
        if found:
            faults[name] = found
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(name)

    page.locator(".s").nth(3).click()
    page.locator("#themes input").first.check()
    look("text")
    for name in (
        f"{TEXT}passages/1/",
        f"{TEXT}agreement/",
        f"{TEXT}themes/add/",
        "/staff/coding/",
        "/staff/coding/codebook/add/",
    ):
        page.goto(f"{site}{name}")
        look(name)
    context.close()

    assert (faults, wide) == ({}, [])
