"""One voice taken back is gone at the next request from everything that counts or freezes it, pages kept or not."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events.actions.consents import withdraw_consent
from stories.actions.versions import freeze_version
from tests import builders as make
from tests.content.test_page_cache import Reader

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_voice_taken_back_leaves_kept_pages_versions_comparison_and_numbers() -> None:
    theme, consent, reader = make.make_theme("Care"), make.make_consent(), Reader()
    event = make.make_event("Institute", code=None, starts="2016")
    gone = make.make_highlight(make.make_session(event), theme, text="Zebra words.", consent=consent)
    kept = make.make_highlight(make.make_session(event), theme, text="Kept words.")
    make.make_finding(theme, gone, kept, claim="Both")
    make.make_finding(theme, gone, claim="Zebra claim")
    freeze_version(theme, by=AnonymousUser())
    address = theme.get_absolute_url()
    pages = [
        *(f"{address}{end}" for end in ("", "v1/", "findings/1/", "voices/", "voices/year/2016/", "evidence.csv")),
        *("/evidence/voices/", "/evidence/voices/year/2016/"),
    ]
    counting = {f"{address}compare/": ">2<span", "/evidence/": '/evidence/voices/year/2016/">2</a>'}

    before = {page: reader.get(page)[2] for page in (*pages, *counting)}
    were_kept = [reader.was_kept(page) for page in pages if not page.endswith(".csv")]
    withdraw_consent(consent, by=AnonymousUser())
    after = {page: reader.get(page)[2] for page in (*pages, *counting)}

    assert all(were_kept)
    assert all("Zebra" in before[page] for page in pages)
    assert [page for page in after if "Zebra" in after[page]] == []
    assert all("Kept words." in after[page] for page in pages)
    assert "1 passage withdrawn since." in after[f"{address}v1/"]
    for page, words in counting.items():
        assert (words in before[page], words.replace("2<", "1<") in after[page]) == (True, True)
