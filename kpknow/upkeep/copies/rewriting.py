"""A page of the site as a file: links lead to other files, and nothing is left that needs a server."""

from collections.abc import Callable, Iterator
from html import escape, unescape
from html.parser import HTMLParser

Lead = Callable[[str], str | None]
"""Where a link leads in the copy; None where nothing of it is there, the link itself where it leads elsewhere."""
VOID = frozenset(["img", "link", "source", "meta", "br", "hr", "input"])
KEPT_LINKS = ("stylesheet", "icon")
"""Of the links in a head: the rest name the site or its feeds."""
CONTROLS = frozenset(["btn", "chip"])
"""Links that look like buttons go with their words; of others the words stay."""


class Rewriting(HTMLParser):
    """Takes a page apart and writes it again, sign for sign but for what needs a server."""

    def __init__(self, lead: Lead, foot: str) -> None:
        super().__init__(convert_charrefs=False)
        self.lead, self.foot = lead, foot
        self.parts: list[str] = []
        self._dropped: list[str] = []
        """Elements inside the one that is left out, itself first."""
        self._open_links: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropped:
            self._dropped += [tag] if tag == self._dropped[0] else []
            return
        values = {name: value or "" for name, value in attrs}
        if self._goes(tag, values):
            self._dropped += [] if tag in VOID else [tag]
            return
        self.parts.append(self._written(tag, values))

    def _goes(self, tag: str, values: dict[str, str]) -> bool:
        """Whether the element goes with all that is in it."""
        if tag == "form":
            return True
        if tag == "script":
            return "src" not in values
        if tag == "link":
            return values.get("rel", "") not in KEPT_LINKS
        if tag in ("img", "source"):
            return any(self.lead(one) is None for one in self._sources(values))
        if tag == "a" and "href" in values and self.lead(values["href"]) is None:
            return bool(CONTROLS & set(values.get("class", "").split()))
        return False

    @staticmethod
    def _sources(values: dict[str, str]) -> Iterator[str]:
        if "src" in values:
            yield values["src"]
        for one in values.get("srcset", "").split(","):
            if one.strip():
                yield one.split()[0]

    def _written(self, tag: str, values: dict[str, str]) -> str:
        raw = self.get_starttag_text() or ""
        if tag == "a":
            there = self.lead(values["href"]) if "href" in values else ""
            self._open_links.append(there is not None)
            if there is None:
                return ""
        changed = False
        for name in ("href", "src"):
            if name in values and tag in ("a", "link", "script", "img", "source"):
                there = self.lead(values[name])
                changed |= there != values[name]
                values[name] = there or ""
        if "srcset" in values:
            values["srcset"], changed = self._srcset(values["srcset"]), True
        return tag_text(tag, values) if changed else raw

    def _srcset(self, text: str) -> str:
        found = []
        for one in text.split(","):
            address, _space, width = one.strip().partition(" ")
            found.append(f"{self.lead(address)} {width}".strip())
        return ", ".join(found)

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            if tag == self._dropped[0]:
                self._dropped.pop()
            return
        if tag == "a" and self._open_links and not self._open_links.pop():
            return
        if tag == "footer":
            self.parts.append(self.foot)
        self.parts.append(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Drawings close their shapes so; nothing else does."""
        if not self._dropped:
            self.parts.append(self.get_starttag_text() or "")

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._keep(f"<!{decl}>")

    def _keep(self, text: str) -> None:
        if not self._dropped:
            self.parts.append(text)


def tag_text(tag: str, values: dict[str, str]) -> str:
    written = [f'{name}="{escape(value)}"' if value else name for name, value in values.items()]
    return f"<{' '.join([tag, *written])}>"


def rewritten(page: str, lead: Lead, foot: str) -> str:
    """``foot`` is HTML that closes the page's footer."""
    rewriting = Rewriting(lead, foot)
    rewriting.feed(page)
    rewriting.close()
    return "".join(rewriting.parts)


class Links(HTMLParser):
    """Every address a page names, with what it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if not value:
                continue
            if name in ("href", "src") and tag in ("a", "link", "script", "img", "source"):
                self.found.append(value)
            elif name == "srcset":
                self.found += [one.split()[0] for one in value.split(",") if one.strip()]


def links_of(page: str) -> list[str]:
    links = Links()
    links.feed(page)
    return [unescape(one) for one in links.found]
