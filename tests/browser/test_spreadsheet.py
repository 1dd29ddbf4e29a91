"""A curator, a spreadsheet of five hundred rows, twenty of them faulty."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import axe_finds
from tests.browser.signing import signed_in
from tests.curation.importing.sheets import csv_file

pytestmark = pytest.mark.browser

HEADINGS = ["Organisation", "Type", "Country", "People", "Founded"]
ROWS = [[f"Example group {n:03}", "Community-led organisation", "Kenya", "sex-workers", "2009"] for n in range(500)]
FAULTS = {**dict.fromkeys(range(10), "Kenyaa"), **dict.fromkeys(range(250, 260), "Atlantis")}
"""Place of a row → the country it names wrongly."""
IMPORTS = "/staff/curation/import/"


@pytest.fixture
def curator(site: str, chromium: Browser) -> Page:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    return signed_in(context, site)


def bring(page: Page, site: str, content: bytes) -> list[str]:
    """From the file to the page of rows; what axe finds on the way."""
    page.goto(f"{site}{IMPORTS}bring-in/")
    found = axe_finds(page)
    page.check("[value=organisations]")
    page.set_input_files("[name=file]", {"name": "rows.csv", "mimeType": "text/csv", "buffer": content})
    page.click("form[enctype] .default")
    found += axe_finds(page)
    page.click(".submit-row .default")
    page.wait_for_selector("table.rows")
    return found + axe_finds(page)


def test_five_hundred_rows_with_twenty_faults_come_in_are_corrected_and_go_again(
    site: str, curator: Page, tmp_path: Path
) -> None:
    page = curator
    rows = [[*row[:2], FAULTS.get(place, row[2]), *row[3:]] for place, row in enumerate(ROWS)]

    assert bring(page, site, csv_file(HEADINGS, *rows)) == []
    assert "500 rows: 480 new, 0 changed, 0 the same as here, 20 with errors." in page.inner_text(".counts")
    page.click("text=Errors (20)")
    assert page.inner_text(".faults >> nth=0").endswith("“Kenyaa” is not known here. Did you mean Kenya?")

    page.click("text=Correct row 2")
    assert axe_finds(page) == []
    page.fill("#id_country", "Kenya")
    page.click(".submit-row .default")
    assert "Row 2 can be brought in now." in page.inner_text(".messagelist")
    with page.expect_download() as started:
        page.click("text=faulty rows (CSV)")
    started.value.save_as(tmp_path / "faulty.csv")
    page.click("text=New (481)")
    page.click("text=Choose all")
    page.click("text=Bring in the 481 chosen rows")
    assert "481 rows were brought in as drafts." in page.inner_text(".messagelist")
    assert axe_finds(page) == []
    first = page.url

    faulty = list(csv.reader(io.StringIO((tmp_path / "faulty.csv").read_text("utf-8-sig"))))
    assert (len(faulty), faulty[0][-1]) == (20, "what is wrong")
    corrected = [[*row[:2], "Kenya", *row[3:]] for row in faulty[1:]]
    assert bring(page, site, csv_file(faulty[0], *corrected)) == []
    page.click("text=Choose all")
    page.click("text=Bring in the 19 chosen rows")
    second = page.url
    page.goto(f"{site}/staff/events/organisation/?q=Example+group&status__exact=draft")
    assert "500 organisations" in page.inner_text(".paginator")

    for address, count in ((second, 19), (first, 481)):
        page.goto(address)
        page.click("text=Undo this import")
        assert axe_finds(page) == []
        page.click(".submit-row .default")
        assert f"{count} rows were undone." in page.inner_text(".messagelist")
    page.goto(f"{site}/staff/events/organisation/?q=Example+group")
    assert "0 organisations" in page.inner_text(".paginator")
