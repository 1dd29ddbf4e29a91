"""What the environment says, read once and checked: every wrong value is told in a sentence, all of them together."""

import re
import secrets
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from kpknow.secret_files import with_secret_files

Value = TypeVar("Value")
YES, NO = ("on", "true", "yes", "1"), ("off", "false", "no", "0")
DATABASES = ("postgres://", "postgresql://", "sqlite://")


class WrongEnvironment(ImproperlyConfigured):
    """One sentence a line, for whoever starts the site."""

    def stop(self) -> NoReturn:
        """End the program with the sentences alone. 3 tells gunicorn that starting it again would not help."""
        sys.stderr.write(f"{self}\n")
        sys.exit(3)


class Environment:
    """Each reader gives the default in place of a wrong value, so that the next one is looked at too; ``stop_if_wrong``
    ends it. An empty variable is one that is not set.
    """

    def __init__(self, given: Mapping[str, str]) -> None:
        self.wrong: list[str] = []
        self.given = self.built(lambda: with_secret_files(given), instead=dict(given))

    def refuse(self, sentence: str) -> None:
        self.wrong.append(sentence)

    def stop_if_wrong(self) -> None:
        if self.wrong:
            raise WrongEnvironment("\n".join(self.wrong))

    def built(self, build: Callable[[], Value], *, instead: Value) -> Value:
        """What ``build`` makes, or ``instead`` where it raises ImproperlyConfigured: its words are told."""
        try:
            return build()
        except ImproperlyConfigured as wrong:
            self.refuse(str(wrong))
            return instead

    def text(self, name: str, default: str = "", *, like: str = "", said: str = "") -> str:
        """``like``: a regular expression for the whole of it; ``said``: what it is, as in “NAME is …”."""
        value = self.given.get(name, "").strip() or default
        if like and value != default and not re.fullmatch(like, value):
            self.refuse(f"{name} is {said}.")
            return default
        return value

    def own_path(self, name: str, default: str, *, taken: Collection[str]) -> str:
        """Of pages under an address of their own, “staff/”: its first word is none of ``taken``."""
        like, said = r"/?[\w.~-]+(/[\w.~-]+)*/?", "letters, digits and hyphens"
        path = self.text(name, default, like=like, said=said).strip("/")
        if (first := path.partition("/")[0]) in taken:
            self.refuse(f"{name} begins with {first}, where readers' pages are.")
            return f"{default}/"
        return f"{path}/"

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name, str(default), like="[0-9]{1,9}", said=f"a number from {least} to {most}")
        if not least <= int(value) <= most:
            self.refuse(f"{name} is a number from {least} to {most}.")
            return default
        return int(value)

    def switch(self, name: str, *, default: bool) -> bool:
        value = self.text(name).lower()
        if value and value not in YES + NO:
            self.refuse(f"{name} is on or off.")
        return default if value not in YES + NO else value in YES

    def one_of(self, name: str, choices: Collection[str], default: str) -> str:
        return self.text(name, default, like="|".join(choices), said=f"one of {', '.join(choices)}")

    def words(self, name: str, default: Collection[str] = (), *, like: str = "", said: str = "") -> list[str]:
        """Separated by commas."""
        found = [word.strip() for word in self.text(name).split(",") if word.strip()]
        if like and not all(re.fullmatch(like, word) for word in found):
            self.refuse(f"{name} is {said}.")
            return list(default)
        return found or list(default)

    def address(self, name: str, default: str = "", *, schemes: tuple[str, ...], may_have_path: bool = False) -> str:
        """Of a site, without a slash at its end; the last scheme stands in the sentence."""
        value = self.text(name, default)
        if value and not is_address(value, schemes, may_have_path=may_have_path):
            path = "" if may_have_path else ", without a path"
            self.refuse(f"{name} must look like {schemes[-1]}://kpknow.example{path}.")
            return default
        return value if may_have_path else value.rstrip("/")

    def addresses(self, name: str) -> dict[str, str]:
        """By language: ``ru=https://…,fr=https://…``."""
        pairs = [word.partition("=") for word in self.words(name)]
        found = {language.strip(): address.strip() for language, _, address in pairs}
        tag = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
        if not all(tag.fullmatch(key) and is_address(to, ["https"], may_have_path=True) for key, to in found.items()):
            self.refuse(f"{name} must look like ru=https://site.example,fr=https://site.example.")
            return {}
        return found

    def folder(self, name: str, default: Path) -> Path:
        """Made where it is not there."""
        path = Path(self.text(name, str(default)))
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as refused:
            self.refuse(f"{name} names a folder that cannot be made: {refused.strerror}.")
            return default
        return path

    def kept_secret(self, name: str, default: Path) -> str:
        """Of a file only this account may read, made on first use."""
        path = Path(self.text(name, str(default)))
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
                path.write_text(secrets.token_urlsafe(64))
            return path.read_text().strip()
        except (OSError, UnicodeDecodeError) as unread:
            self.refuse(f"{name} can be neither read nor made: {type(unread).__name__}.")
            return secrets.token_urlsafe(64)

    def database(self, name: str, default: str) -> dict[str, Any]:
        url = self.text(name, default)
        try:
            found: dict[str, Any] = environ.Env.db_url_config(url) if url.startswith(DATABASES) else {}
        except (ValueError, ImproperlyConfigured):
            found = {}
        if found.get("NAME"):
            return found
        self.refuse(f"{name} must look like postgres://user:password@host/name or sqlite:////folder/file.")
        return dict(environ.Env.db_url_config(default))


def is_address(value: str, schemes: Collection[str], *, may_have_path: bool) -> bool:
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError:
        return False
    more = parts.username or parts.query or parts.fragment or parts.path.strip("/")
    is_named = bool(parts.hostname and re.fullmatch(r"[A-Za-z0-9.:\-]+", parts.hostname))
    return parts.scheme in schemes and is_named and (may_have_path or not more)
