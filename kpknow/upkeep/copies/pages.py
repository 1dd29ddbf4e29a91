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
from kpknow.content.away import ServiceUnavailable
from kpknow.pages.sitemap import addresses, sections
from kpknow.safety.kept_files import FilesAway
from kpknow.upkeep.copies.addresses import EVERYTHING, OF_THE_COPY, file_of, fragment_of, is_page, local, way
from kpknow.upkeep.copies.everything import Listed, everything_pages, title_of
from kpknow.upkeep.copies.folder import CopyFolder
from kpknow.upkeep.copies.rewriting import links_of, rewritten
from kpknow.upkeep.copies.so_far import Asked, SoFar, waiting_place

MOST_MOVES = 5
"""Addresses that lead on to others, one after the other."""
Progress = Callable[[int], object]


class Pages:
    """Asks for each address once, over several runs. Memory: the addresses. Raw pages wait until all are there."""

    def __init__(self, folder: CopyFolder, so_far: SoFar, foot: str, progress: Progress) -> None:
        self.folder, self.so_far, self.foot, self.progress = folder, so_far, foot, progress
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
            self.folder.lay_down(waiting_place(name), [page.encode()])
            self.find_files(page, "/")
        addresses_of = {file: address for address, file in self.known.items() if is_page(file)}
        for name, address in addresses_of.items():
            self.finish(name, "/" if address.startswith(OF_THE_COPY) else address)

    def ask(self, address: str) -> None:
        if address not in self.known and (name := file_of(address)):
            self.known[address] = name
            self.waiting.append(address)

    def read(self, address: str) -> None:
        one = self.so_far.asked.get(address)
        if one is None or not one.is_for(self.known[address]):
            one = self.asked(address)
            self.so_far.note(one)
        self.known[address] = one.file
        if one.file.startswith(">"):
            if onward := local(one.file[1:], address):
                self.ask(onward)
        elif not one.file:
            del self.known[address]
        elif is_page(one.file):
            page = self.text(one.path)
            self.titles[address] = title_of(page)
            self.find_files(page, address)
        else:
            self.folder.files[one.file] = {"sha256": one.sha256, "bytes": one.bytes}

    def asked(self, address: str) -> Asked:
        """What its view answers, laid down. Raises FilesAway."""
        name = self.known[address]
        try:
            response = answer(address)
        except Http404:
            return Asked(address, "")
        if response.status_code in (301, 302):
            return Asked(address, f">{response.headers['Location']}")
        if response.status_code == ServiceUnavailable.status_code:
            raise FilesAway(f"{address} cannot be copied: the store of uploaded files is away.")
        if response.status_code != 200:
            return Asked(address, "")
        pieces: Iterable[bytes] = response.streaming_content if response.streaming else [response.content]
        path = waiting_place(name)
        laid = self.folder.lay_down(path, pieces)
        if (kept := getattr(response, "file_to_stream", None)) is not None:
            kept.close()
        return Asked(address, name, path, **laid)

    def text(self, path: str) -> str:
        return self.folder.root.joinpath(*path.split("/")).read_text(encoding="utf-8")

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
        page = rewritten(self.text(waiting_place(name)), lambda url: self.lead(url, name, here), self.foot)
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
