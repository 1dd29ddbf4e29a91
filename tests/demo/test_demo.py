"""Every fact of the five sources can be found on the site by clicking, and its page links to its source."""

import hashlib
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.html import strip_tags

from kpknow.curation.actions.merging_themes import edits_since_merge
from kpknow.curation.models import ThemeMerge, ThemeSplit
from kpknow.demo.actions import load_demo, record_count
from tests.walk import STARTS, walk

pytestmark = pytest.mark.django_db

FACTS = {
    "/events/building-resilient-movements/": [
        "March, year not recorded", "Bishkek, Kyrgyzstan", "Botswana", "Georgia", "Indonesia", "Kenya", "Myanmar",
        "Russia", "South Africa", "Viet Nam", "Zimbabwe", "Aidsfonds", "Labrys", "LEGABIBO", "MSMGF", "Listener",
        "Kyrgyz Indigo", "They made it:",
    ],
    "/events/learning-and-sharing-event-1/": ["May 2015", "16", "Peer education", "KP Connect"],
    "/events/learning-and-sharing-event-2/": ["April 2016", "Senegal", "ANCS", "23"],
    "/events/siem-reap-convening/": ["October, about 2018", "Siem Reap, Cambodia", "Tanzania", "Tajikistan"],
    "/events/community-summer-school-kyrgyzstan/": ["date not recorded", "Kyrgyzstan"],
    "/events/community-research-course/": ["7", "spring 2017 to summer 2017"],
    "/resources/community-research-modules/": ["75 EUR"],
    "/resources/kyrgyz-indigo-report/": ["21"],
    "/programmes/kp-connect/": [
        "2014–2017", "Botswana", "Burundi", "Côte d’Ivoire", "Kenya", "Senegal", "South Africa", "Tanzania", "Uganda",
        "Zambia", "Zimbabwe", "Positive Vibes",
    ],
    "/surveys/kp-connect-follow-up/": [
        "32", "102", "31%", "12 of 19", "90%", "68%", "93%", "97%", "22%", "75%", "88%", "55%", "48%", "45%", "42%",
        "53%", "47%", "43%", "40%", "33%", "27%", "20%", "17%", "3%", "7%", "not stated", "31", "voluntary",
    ],
    "/syntheses/lgbt-and-msm-forecast/": ["Pride", "Data: Evidence and Impact", "Gap"],
    "/syntheses/bridging-the-gap/": ["Legitimacy", "Learn to let go", "Gap"],
    "/stories/four-communities-one-coalition/": ["47", "150", "2015", "seven", "CEDAW"],
    "/stories/ishtarmsm-the-circle-that-became-a-clinic/": [
        "1997", "2004", "30+", "90", "4,000+", "Peter", "Jeffrey", "Brian", "Charles", "Audrey", "Mike",
    ],
    "/stories/taking-stock-at-half-way/": ["Siem Reap", "eight"],
    "/stories/learning-to-stop/": ["burnout"],
    "/stories/the-power-of-we/": ["Sisonke"],
    "/stories/a-safe-home-in-bishkek/": ["month"],
}  # fmt: skip

FAMILY_NAMES = """
    01277207cc29 1474e819bdc4 1720b5bf165c 24e653f76ce2 325afc2b974d 384fda5c39a0 4a8157ff701b 560b14e5c4a4
    58eea47b8306 59112a1507a3 59fca4b40cf3 63903f0e2677 7034127b9d2d 784c3c2761db 81c9d6128b5f 8542e882d2ea
    8ea3970a3569 a868b396d321 b5048af97874 ba72433b723b cd8028c53afb dfe4ef8ba9af e7967d473fdd ee685114ca25
    f06b6918dc50
"""
"""Family names the sources print, as the first twelve digits of their SHA-256: this file must not print them either."""


def words_of(path: str) -> str:
    return " ".join(unescape(strip_tags(Client().get(path).content.decode())).split())


@pytest.fixture(scope="module")
def clicked(demo_loaded: Path, django_db_blocker: Any) -> Mapping[str, str]:
    """Everything a stranger comes to by clicking from the home page; a walk of a quarter of a minute and more."""
    with django_db_blocker.unblock():
        return walk(starts=["/"])


def test_loading_twice_changes_nothing(demo: None) -> None:
    before = record_count()

    assert before > 70
    assert load_demo() == 0
    assert record_count() == before


def test_a_site_with_records_is_left_alone(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo", if_empty=True)

    assert "nothing was loaded" in capsys.readouterr().out


def test_every_fact_is_found_by_clicking_and_leads_to_its_source(demo: None, clicked: Mapping[str, str]) -> None:
    for path, facts in FACTS.items():
        assert path in clicked, path
        page = words_of(path).casefold()
        missing = [fact for fact in facts if fact.casefold() not in page]
        assert missing == [], path
        assert re.search(r'href="/sources/[\w-]+/"', clicked[path].split("<main", 1)[1]), path


def test_every_finding_rests_on_something_and_every_theme_says_its_limits(
    demo: None, clicked: Mapping[str, str]
) -> None:
    themes = [path for path in clicked if re.fullmatch(r"/themes/[\w-]+/", path)]

    assert len(themes) >= 8
    for path in themes:
        page = Client().get(path).content.decode()
        assert 'id="limits"' in page, path
        assert page.count('class="find"') >= 2, path


def test_nobody_is_named_in_full(demo: None, clicked: Mapping[str, str]) -> None:
    answers = [*clicked.values(), *(b"".join(Client().get(path)).decode() for path in STARTS)]
    words = {word.casefold() for answer in answers for word in re.findall(r"\w{4,}", strip_tags(answer))}

    hashes = {hashlib.sha256(word.encode()).hexdigest()[:12]: word for word in words}

    assert [hashes[name] for name in FAMILY_NAMES.split() if name in hashes] == []


def test_a_theme_of_the_first_reading_leads_to_what_it_became(demo: None, client: Client) -> None:
    log, split = ThemeMerge.objects.get(), ThemeSplit.objects.get()

    assert client.get("/themes/no-room-to-think/")["Location"] == "/themes/time-to-reflect/#main"
    assert (str(log), str(split)) == ("No room to think → Time to reflect", "No room to think → Money that bends")
    assert edits_since_merge(log) == []
    assert client.get("/evidence/gaps/?theme=time-to-reflect").context["rows"] != []
