"""The files of containers and of nodes say what the tested files say; nothing here builds them."""

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

    _front, _, site = DOCKERFILE.partition(" AS site\n")
    command = re.search(r"^CMD (\[.+\])$", site, re.MULTILINE)

    assert command
    assert json.loads(command[1]) == shlex.split(started)
    assert "--require-hashes --only-binary :all:" in site
    assert re.findall(r"^USER (.+)$", site, re.MULTILINE) == ["kpknow"]


def test_a_node_starts_as_one_server_does_but_on_an_address_of_its_own() -> None:
    service, node = ((DEPLOY / name).read_text() for name in ("kpknow.service", "node.conf"))
    started = re.findall(r"^ExecStart=(.+)$", service, re.MULTILINE)

    assert re.findall(r"^ExecStart=(.*)$", node, re.MULTILINE) == [
        "", started[0].replace("unix:/run/kpknow/gunicorn.sock", "10.0.0.11:8000")
    ]  # fmt: skip


def test_nginx_alone_has_a_network_and_reads_the_tested_file() -> None:
    services = re.split(r"^  (?=\w+:$)", COMPOSE.partition("\nservices:\n")[2].partition("\nvolumes:\n")[0], flags=re.M)
    named = {part.partition(":")[0]: part for part in services if part.strip()}
    shared = COMPOSE.partition("x-site: &site")[2].partition("\nservices:")[0]

    assert set(named) == {"database", "site", "tick", "front"}
    assert [name for name, part in named.items() if "ports:" in part] == ["front"]
    assert "network_mode: none" in shared
    assert "network_mode: none" in named["database"]
    assert all("<<: *site" in named[name] for name in ("site", "tick"))
    assert "./nginx.conf:/etc/nginx/sites-enabled/kpknow:ro" in named["front"]
    assert "listen_addresses=," in named["database"]
