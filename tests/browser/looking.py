"""What axe finds on a page, and pictures of it for the guide."""

import io
import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page

PICTURES = os.environ.get("PICTURES", "")
"""Where the guide's pictures go; without it none are made: ``PICTURES=docs/pictures pytest tests/browser``."""
COLOURS = 32
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""WCAG 2.2 AA: what a page of ours has to keep."""


def picture(page: Page, name: str, part: str) -> None:
    """What a wide screen shows, from this part of the page on."""
    if not PICTURES or (page.viewport_size or {}).get("width", 0) < 1280:
        return
    page.locator(part).first.evaluate("part => part.scrollIntoView({block: 'start'})")
    shown = Image.open(io.BytesIO(page.screenshot()))
    shown.convert("RGB").quantize(COLOURS).save(Path(PICTURES) / f"{name}.png", optimize=True)


def axe_finds(page: Page) -> list[str]:
    """Rule and the beginning of the element; under the strict policy the console tells of axe itself."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
