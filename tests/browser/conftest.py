"""The demo site as ``make run`` serves it, and Debian's Chromium to look at it."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
PASSWORD = secrets.token_urlsafe(15)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="package")
def site_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the server writes."""
    return tmp_path_factory.mktemp("log") / "server.log"


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory, site_log: Path) -> Iterator[str]:
    """Address of a freshly made demo site under gunicorn, with the settings of ``make run``."""
    var, port = tmp_path_factory.mktemp("var"), free_port()
    address = f"http://127.0.0.1:{port}"
    env = os.environ | {
        "VAR_DIR": str(var),
        "DATABASE_URL": f"sqlite:///{var / 'kpknow.sqlite3'}",
        "SITE_ADDRESS": address,
        "STAFF_USER": "curator",
        "STAFF_PASSWORD": PASSWORD,
        "CONTACT_ADDRESS": "desk@kpknow.example",
    }
    for step in (
        ["migrate", "--verbosity", "0"],
        ["collectstatic", "--noinput", "--verbosity", "0"],
        ["load_demo", "--if-empty"],
        ["create_staff"],
    ):
        subprocess.run([sys.executable, "manage.py", *step], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    gunicorn = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "docs/deploy/gunicorn.conf.py",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    with site_log.open("wb") as log:
        server = subprocess.Popen([*gunicorn, "kpknow.wsgi"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        wait_until_up(f"{address}/healthz")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_up(address: str) -> None:
    for _attempt in range(200):
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("the site did not start within 20 seconds")


def raw_request(address: str, request: bytes) -> bytes:
    """The answer to bytes no browser would send."""
    _scheme, _slashes, host = address.partition("://")
    name, _colon, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=20) as connection:
        connection.sendall(request)
        answer = connection.makefile("rb").read()
    return bytes(answer)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing; .ci/run installs it")
        pytest.skip("Chromium is not installed (apt install chromium)")
    playwright: Playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
