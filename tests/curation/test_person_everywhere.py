"""One person in every place a person can stand; after the desk's one click, in none of them, whatever was kept before.

Each place has a mark of its own, so that the walk is known to see it before, and what stays is named.
"""

import io
import re
import zipfile
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import resolve, reverse

from events.models import Consent, Contributor, Country, Population
from kpknow.content.page_cache import PageCache
from kpknow.curation.actions.draft_links import make_link
from kpknow.curation.roles import Role, grant_roles
from kpknow.packs.views import FILES
from stories.models import Media, MediaKind, Story
from tests.accounts.browsers import ENTRANCE
from tests.content.admin.forms import filled_form
from tests.curation.everywhere import MARKS, plant_everywhere
from tests.curation.people import make_account, signed_in
from tests.packs.copies import everything_in
from tests.test_safety import KNOWN_PATTERNS
from tests.walk import FEEDS, walk

pytestmark = pytest.mark.django_db(transaction=True)

SEARCHES = tuple(f"/search/?q={word}" for word in ("quokka", "zebul*", "numbatisima"))
"""Beginnings and a misspelling, so that no answer repeats the whole of a mark."""
FEW = (*(f"/themes/care/{end}" for end in ("voices/", "findings/1/", "findings/2/")), "/surveys/follow-up/1/")
"""Pages that lists of so few voices do not lead to."""
STARTS = ("/", "/sitemap.xml", "/robots.txt", *FEEDS, *SEARCHES, *FEW)
TOLD_IN = ("theme:care", "event:institute", "survey:follow-up", "stories")
"""Packs whose files hold something of the person."""
SURFACES = (
    *(r"/", r"/sitemap-stories-1\.xml", r"/feeds/stories\.atom", r"/data/stories\.csv", r"/data/stories\.ris"),
    *(r"/stories/", r"/stories/the-film/", r"/stories/the-film/play/", r"/stories/quokka-slug/", r"/stories/le-film/"),
    *(r"/stories/seen-by-her/", r"/events/institute/", r"/events/institute/learning/"),
    *(r"/places/ke/", r"/people/msm/", r"/tags/safety/", r"/sources/notes/", r"/programmes/made-here/"),
    *(r"/organisations/the-hosts/", r"/surveys/follow-up/", r"/surveys/follow-up/1/", r"/highlights/.+/"),
    *(r"/themes/care/", r"/themes/care/voices/", r"/themes/care/voices/.+/.+/", r"/themes/care/findings/[12]/"),
    *(r"/themes/care/v1/", r"/themes/care/compare/", r"/themes/care/evidence\.csv", r"/evidence/voices/"),
    *(r"/evidence/voices/.+/.+/", r"/search/\?q=quokka", r"/search/\?q=numbatisima", r"/drafts/.+/", r"preview of .+"),
    *(r"/packs/new/\?of=theme:care", r"/packs/new/\?of=event:institute", r"/packs/new/\?of=stories"),
    *(rf"{pack} {file}" for pack in TOLD_IN for file in ("pdf", "evidence.csv", "pptx", "docx", "xlsx")),
    *(r"stories txt", r"event:institute&.+ txt"),
)
"""Where each something of the person has to stand before."""
PACKS = (
    *("theme:care", "event:institute", "survey:follow-up", "stories", "synthesis:made"),
    "event:institute&audience=inside&tone=informal&language=fr",
)
ELSEWHERE = {
    *("healthz", "readyz", "stories:comment", "events:resource_file", "events:resource", "draft", "draft_picture"),
    *("stories:theme_figures", "stories:version_figures"),
    *("curation:keep_words", "curation:bring_back", "curation:throw_away", "curation:make_draft_link", *ENTRANCE),
    *("curation:code", "curation:code_block", "curation:propose_theme", "curation:agreement", "curation:relink"),
    *("curation:coding", "curation:bring_codebook", "curation:coding_file"),
}
"""Addresses the walk does not reach: nothing of a person can stand there, or the test asks them by itself."""
PRINTED = re.compile(r"/packs/[a-z2-9]{12}/")


class Worker:
    """A stranger's way in, through a server that keeps pages; counts how often Django had to be asked."""

    def __init__(self) -> None:
        self.asked, self.application = 0, get_wsgi_application()
        self.cache = PageCache(self.django)

    def django(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        return self.application(environ, start_response)

    def get(self, address: str, **environ: str) -> HttpResponse:
        path, _mark, query = address.partition("?")
        request = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        begun: list[Any] = []
        answer = self.cache(request | environ, lambda status, headers, *_: begun.append((status, headers)))
        body = b"".join(answer)
        if isinstance(answer, HttpResponseBase):
            answer.close()  # as a server does; a kept page has nothing to close
        status, headers = begun[-1]
        return HttpResponse(body, status=int(status[:3]), headers=dict(headers))

    def keeps(self, address: str) -> bool:
        """Whether it was answered without Django, having been read before."""
        before = self.asked
        self.get(address)
        return self.asked == before


@pytest.fixture
def ground(transactional_db: None) -> None:
    """The rows migrations ship, which an earlier test with real commits has emptied."""
    Country.objects.get_or_create(code="KE", defaults={"name": "Kenya", "alpha3": "KEN", "m49": "404"})
    Population.objects.get_or_create(slug="msm", defaults={"name": "Men who have sex with men"})
    Group.objects.bulk_create([Group(name=role) for role in Role], ignore_conflicts=True)
    grant_roles(DEFAULT_DB_ALIAS)


@pytest.fixture
def person(ground: None) -> Contributor:
    return plant_everywhere()


def packs() -> dict[str, str]:
    """What every file of every pack says."""
    told = {}
    for pack in PACKS:
        answer = Client().get(f"/packs/new/?of={pack}&file=zip")
        assert answer.status_code in (200, 404), pack
        if answer.status_code == 200:
            with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
                files = {name.partition(".")[2]: everything_in(parts.read(name)) for name in parts.namelist()}
            told |= {f"{pack} {file}": words for file, words in files.items()}
    return told


def previews(publisher: Client) -> dict[str, str]:
    """What staff are shown of the drafts as readers would get them; where readers would get nothing, nothing."""
    told = {}
    for story in Story.objects.filter(status="draft"):
        form = filled_form(publisher, reverse("admin:stories_story_change", args=(story.pk,)))
        shown = publisher.post(reverse("admin:stories_story_preview", args=(story.pk,)), form).content.decode()
        told[f"preview of {story.slug}"] = "" if "No preview yet" in shown else shown
    return told


def pictures() -> list[str]:
    """Every address of the picture's file: as it is kept, and in each size and format."""
    media = Media.objects.get(kind=MediaKind.IMAGE)
    sizes = [size.split(" ")[0] for _kind, sources in media.sources for size in sources.split(", ")]
    return [media.get_absolute_url(), media.size_address(), *sizes]


def found(answers: dict[str, str]) -> dict[str, list[str]]:
    """Mark → where it stands. An address that has the mark in it may say back what it was asked."""
    standing: dict[str, list[str]] = {}
    for address, answer in answers.items():
        words = unescape(answer).casefold()
        for mark in MARKS:
            if mark.casefold() in words and mark not in address:
                standing.setdefault(mark, []).append(address)
    return standing


def tags(pages: dict[str, str], addresses: set[str]) -> dict[str, str]:
    """Address → the ETag a reader may come back with."""
    found = {address: re.search(r"^ETag: (.+)$", pages[address], re.MULTILINE) for address in addresses & pages.keys()}
    return {address: tag[1] for address, tag in found.items() if tag}


def kinds(pages: dict[str, str]) -> set[str]:
    """Names of the addresses walked."""
    return {resolve(unquote(address.partition("?")[0])).view_name for address in pages}


def test_one_click_takes_a_person_out_of_everything_at_the_next_request(
    person: Contributor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FILES, "most", 100)
    account, worker = make_account(Role.PUBLISHER), Worker()
    publisher = signed_in(account)
    links = [f"/drafts/{make_link(story, by=account)}/" for story in Story.objects.filter(status="draft")]
    faces = pictures()

    files = packs()
    pages = walk(worker, (*STARTS, *sorted(set(PRINTED.findall(" ".join(files.values()))))))
    drafts = {link: worker.get(link).content.decode() for link in links}
    before = found(pages | drafts | files | previews(publisher))
    seen = {address for places in before.values() for address in places}
    were_shown = [worker.get(face).status_code for face in faces]
    were_kept = worker.keeps("/"), worker.keeps("/stories/the-film/"), worker.keeps("/themes/care/v1/")
    copies = tags(pages, seen)

    answer = publisher.post(reverse("admin:events_contributor_withdraw", args=(person.pk,)), {"reason": "Asked to."})
    are_shown = [worker.get(face).status_code for face in faces]
    still = [one for one, tag in copies.items() if worker.get(one, HTTP_IF_NONE_MATCH=tag).status_code == 304]
    later = walk(worker, pages, gone=pages)
    drafts = {link: worker.get(link).content.decode() for link in links}
    after = found(later | drafts | packs() | previews(publisher))

    assert (set(before), were_kept) == (set(MARKS), (True, True, True))
    assert [place for place in SURFACES if not any(re.fullmatch(place, address) for address in seen)] == []
    assert KNOWN_PATTERNS - kinds(pages) == ELSEWHERE
    assert (answer.status_code, Consent.objects.filter(contributor=person, withdrawn_at=None).count()) == (302, 0)
    assert after == {}
    assert ({"/feeds/stories.atom", "/data/stories.csv"} <= copies.keys(), still) == (True, [])
    assert (set(were_shown), set(are_shown)) == ({200}, {404})
    assert "It began in a courtyard." in later["/stories/the-film/"]
    assert "What all of us said." in later["/themes/care/"]
    assert "Thank you." in later["/stories/seen-by-her/"]
