"""The pages of a copy: every address a stranger can reach, asked of its own view, written as a file."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.urls import resolve
from django.utils.translation import get_language_from_path, override

from events.withholding_sites import without_shielded_sites
from kpknow.pages.sitemap import addresses, sections
from kpknow.upkeep.copies.addresses import EVERYTHING, OF_THE_COPY, file_of, fragment_of, is_page, local, way
from kpknow.upkeep.copies.everything import Listed, everything_pages, title_of
from kpknow.upkeep.copies.folder import CopyFolder
from kpknow.upkeep.copies.rewriting import links_of, rewritten

MOST_MOVES = 5
"""Addresses that lead on to others, one after the other."""
Progress = Callable[[int], object]


class Pages:
    """Asks for each address once. Memory: the addresses. Raw pages wait in the folder until all are there."""

    def __init__(self, folder: CopyFolder, foot: str, progress: Progress) -> None:
        self.folder, self.foot, self.progress = folder, foot, progress
        self.waiting: deque[str] = deque()
        self.known: dict[str, str] = {}
        """Address → the file it is in, or where it leads on to."""
        self.titles: dict[str, str] = {}

    def write(self) -> None:
        for address in standing():
            self.ask(address)
        while self.waiting:
            self.read(self.waiting.popleft())
            self.progress(1)
        for name, page in everything_pages(self.listed(), asked_by_nobody("/"), EVERYTHING):
            self.known[f"{OF_THE_COPY}{name}"] = name
            self.folder.write(name, [page.encode()])
            self.find_files(page, "/")
        addresses_of = {file: address for address, file in self.known.items() if is_page(file)}
        for name, address in addresses_of.items():
            self.finish(name, "/" if address.startswith(OF_THE_COPY) else address)

    def ask(self, address: str) -> None:
        if address not in self.known and (name := file_of(address)):
            self.known[address] = name
            self.waiting.append(address)

    def read(self, address: str) -> None:
        name = self.known[address]
        try:
            response = answer(address)
        except Http404:
            response = None
        if response is not None and response.status_code in (301, 302):
            onward = local(response.headers["Location"], address)
            self.known[address] = f">{response.headers['Location']}"
            if onward:
                self.ask(onward)
            return
        if response is None or response.status_code != 200:
            del self.known[address]
            return
        pieces: Iterable[bytes] = response.streaming_content if response.streaming else [response.content]
        self.folder.write(name, pieces)
        if (kept := getattr(response, "file_to_stream", None)) is not None:
            kept.close()
        if is_page(name):
            page = self.text(name)
            self.titles[address] = title_of(page)
            self.find_files(page, address)

    def text(self, name: str) -> str:
        return self.folder.root.joinpath(*name.split("/")).read_text(encoding="utf-8")

    def find_files(self, page: str, address: str) -> None:
        for link in links_of(page):
            there = local(link, address)
            if there is None:
                continue
            if there.startswith(settings.STATIC_URL):
                self.keep_static(there)
            else:
                self.ask(there)

    def keep_static(self, address: str) -> None:
        """A style or script, as it was collected; where nothing was, as it stands in the code."""
        if address in self.known:
            return
        path = urlsplit(address).path.removeprefix(settings.STATIC_URL)
        collected = Path(settings.STATIC_ROOT) / path
        found = collected if collected.is_file() else finders.find(path)
        if found:
            self.known[address] = f"static/{path}"
            self.folder.write(self.known[address], [Path(str(found)).read_bytes()])

    def listed(self) -> list[Listed]:
        """Every page that is not a further stretch of a list, by its title."""
        return [
            Listed(title, address)
            for address, title in self.titles.items()
            if title and not urlsplit(address).query and self.known.get(address)
        ]

    def finish(self, name: str, here: str) -> None:
        page = rewritten(self.text(name), lambda url: self.lead(url, name, here), self.foot)
        self.folder.write(name, [page.encode()])

    def lead(self, url: str, name: str, here: str) -> str | None:
        if url.startswith(OF_THE_COPY):
            file = self.known.get(url)
            return way(name, file) if file else None
        there = local(url, here)
        if there is None:
            return url
        fragment = fragment_of(url)
        for _move in range(MOST_MOVES):
            file = self.known.get(there)
            if file is None:
                return None
            if not file.startswith(">"):
                return f"#{fragment}" if file == name and fragment else way(name, file, fragment)
            onward = local(file[1:], there)
            if onward is None:
                return None
            there, fragment = onward, fragment_of(file[1:]) or fragment
        return None


def standing() -> Iterator[str]:
    """What search engines are told of, in every language."""
    for section, page, _changed in sections():
        for path, _day in addresses(section, page) or ():
            yield path


def answer(address: str) -> Any:
    """The response of the address's own view to a stranger, below nothing but what takes shielded sites out."""
    request = asked_by_nobody(address)
    match = request.resolver_match
    with override(get_language_from_path(request.path) or settings.LANGUAGE_CODE):
        return without_shielded_sites(lambda asked: match.func(asked, *match.args, **match.kwargs))(request)


def asked_by_nobody(address: str) -> Any:
    parts, site = urlsplit(address), urlsplit(settings.SITE_ADDRESS)
    path = unquote(parts.path)
    request: Any = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.encode().decode("latin-1"),  # as WSGI hands it over (PEP 3333)
            "QUERY_STRING": parts.query,
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    request.user, request.resolver_match = AnonymousUser(), resolve(path)
    return request
