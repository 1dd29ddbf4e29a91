"""Addresses of shielded organisations: found in every spelling, and nothing else with them."""

import pytest

from kpknow.safety.withheld_sites import WithheldSites, site_of

SITES = WithheldSites(
    site_of(website)
    for website in (
        "https://www.zebulon.example/about",
        "https://zürich.example",
        "https://www.facebook.com/blueriver/",
        "not an address",
    )
)
GONE = "(address left out)"


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("https://zebulon.example", GONE),
        ("HTTP://WWW.ZEBULON.EXAMPLE/x?y=1#z", GONE),
        ("See zebulon.example.", f"See {GONE}."),
        ("(a.b.zebulon.example:8080/x)", f"({GONE})"),
        ("https%3A%2F%2Fzebulon.example%2Fx", GONE),
        ("https://zebulon%2eexample/", GONE),
        ("https://%7Aebulon.example", GONE),
        ("https://zebulon.example./x y", f"{GONE} y"),
        ("https://<mark>zebulon</mark>.<mark>example</mark>/a", GONE),
        ("//zebulon.example", GONE),
        (r"https:\/\/zebulon.example\/x", GONE),
        ("https://zürich.example and xn--zrich-kva.example", f"{GONE} and {GONE}"),
        (r"https://Z\u00fcrich.example", GONE),
        ("https://z%C3%BCrich.example", GONE),
        ("https://m.facebook.com/BlueRiver/posts", GONE),
        ("info@zebulon.example", GONE),
        ("https://user:word@zebulon.example/", GONE),
        ("zebulon。example", GONE),
        ("zebulon\u00ad.exa\u200bmple", GONE),
        ('<a class="x" href="https://zebulon.example/a">Their site</a>, here', "Their site, here"),
        ('<a href="/ok/">zebulon.example</a>', f'<a href="/ok/">{GONE}</a>'),
        ('&lt;a href="https://zebulon.example"&gt;site&lt;/a&gt;', "site"),
        ('{"url": "https://zebulon.example/", "b": 1}', f'{{"url": "{GONE}", "b": 1}}'),
        ('<link href="https://zebulon.example/"/><b/>', "<b/>"),
        ("UR  - https://zebulon.example/a\r\n", f"UR  - {GONE}\r\n"),
    ],
)
def test_every_spelling_is_taken_out(written: str, left: str) -> None:
    assert SITES.taken_out(written) == left


@pytest.mark.parametrize(
    "written",
    [
        *("notzebulon.example", "zebulon.example.org", "zebulon.examples", "my-zebulon.example", "zebulon"),
        *("https://facebook.com/otherriver", "https://facebook.com/blueriverside", "https://facebook.com/"),
        '<a href="https://other.example/">zebulon</a>',
    ],
)
def test_others_stay(written: str) -> None:
    assert SITES.taken_out(written) == written


HOSTILE = {
    "subdomains": "a." * 50_000 + "zebulon.example",
    "open links": "<a " * 20_000 + "zebulon.example",
    "marks": "zebulon" + "<mark>" * 20_000,
    "open links in a feed": "&lt;a " * 10_000 + "zebulon.example",
    "one after the other": "zebulon.example " * 1_000,
    "per cent": "%7a" * 20_000 + "zebulon.example",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_endless_texts_are_answered(name: str) -> None:
    assert "zebulon.example" not in SITES.taken_out(HOSTILE[name]).replace("zzebulon.example", "")
