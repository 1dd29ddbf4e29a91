"""The container files say what the tested files say; nothing here builds them."""

import configparser
import json
import re
import shlex
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[2] / "docs" / "deploy"
DOCKERFILE, COMPOSE = (DEPLOY / "Dockerfile").read_text(), (DEPLOY / "compose.yaml").read_text()


def test_the_container_starts_the_site_as_the_service_does() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "kpknow.service")
    started = unit["Service"]["ExecStart"].replace("/srv/kpknow/", "", 1)

    command = re.search(r"^CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)

    assert command
    assert json.loads(command[1]) == shlex.split(started)
    assert "--require-hashes --only-binary :all:" in DOCKERFILE
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["kpknow"]


def test_nginx_alone_has_a_network_and_reads_the_tested_file() -> None:
    services = re.split(r"^  (?=\w+:$)", COMPOSE.partition("\nservices:\n")[2].partition("\nvolumes:\n")[0], flags=re.M)
    named = {part.partition(":")[0]: part for part in services if part.strip()}
    shared = COMPOSE.partition("x-site: &site")[2].partition("\nservices:")[0]

    assert set(named) == {"database", "site", "tick", "front"}
    assert [name for name, part in named.items() if "ports:" in part] == ["front"]
    assert "network_mode: none" in shared
    assert "network_mode: none" in named["database"]
    assert all("<<: *site" in named[name] for name in ("site", "tick"))
    assert "./nginx.conf:/etc/nginx/conf.d/default.conf:ro" in named["front"]
    assert "listen_addresses=," in named["database"]
