"""Fixtures of all tests: plain static files, temporary uploads, no way out to the network."""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from kpknow.demo.actions import load_demo
from tests.store.fixtures import bucket, store  # noqa: F401  for all tests
from tests.upkeep.backups.keeping import kept_apart  # noqa: F401  as above

hypothesis_settings.register_profile(
    "shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # it is noisy: a slow example is no failure
hypothesis_settings.load_profile("shared machine")


HERE = Path(__file__).parent
SAME_ON_BOTH = (HERE / "browser", HERE / "deploy", HERE / "test_project.py")
"""They bring a database of their own, or ask none: the run on SQLite has them, one on PostgreSQL would repeat it."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if connection.vendor == "sqlite":
        return
    repeated = {item for item in items if any(item.path.is_relative_to(part) for part in SAME_ON_BOTH)}
    config.hook.pytest_deselected(items=list(repeated))
    items[:] = [item for item in items if item not in repeated]


PLAIN_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(autouse=True)
def plain_files(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = PLAIN_STORAGES
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # made for tests: argon2 is slow


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server asks nobody: any connection that leaves this machine fails the test."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            try:
                here = ipaddress.ip_address(address[0]).is_loopback
            except ValueError:
                here = address[0] == "localhost"
            assert here, f"a connection to {address} was tried"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture
def curator(db: None) -> Any:
    return get_user_model()._default_manager.create_superuser(username="curator", password="a long pass phrase")  # type: ignore[attr-defined]


@pytest.fixture
def staff(curator: Any) -> Client:
    """A browser signed in as a curator with every permission."""
    client = Client()
    client.force_login(curator)
    return client


@pytest.fixture(scope="module")
def demo_loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Path]:
    """The demo, loaded once for the tests of a module and taken back after them. Gives the folder of its pictures."""
    folder = tmp_path_factory.mktemp("demo")
    pictures, static = folder / "media", folder / "static"
    static.mkdir()
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES=PLAIN_STORAGES, MEDIA_ROOT=pictures, STATIC_ROOT=static),
        transaction.atomic(),
    ):
        load_demo()
        yield pictures
        transaction.set_rollback(True)


@pytest.fixture
def demo(demo_loaded: Path, plain_files: None, settings: Any, db: None) -> None:
    """The demo knowledge base; what a test changes in it is taken back."""
    settings.MEDIA_ROOT = demo_loaded
