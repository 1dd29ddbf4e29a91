"""What a reader, a keeper and somebody who seizes the logs find on one server."""

import json
import os
import re
import signal
import subprocess
import time

import pytest

from tests.deploy.conftest import DEPLOY, Server

MOST_PAGES = 80
SECRET = "zebrawort"


def test_every_page_a_reader_can_click_to_opens_over_tls(server: Server) -> None:
    seen, waiting, answers = set(), ["/"], {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = server.get(path)
        answers[path] = answer.status
        waiting += [found for found in re.findall(r'href="(/[^"#?]*)"', answer.body) if found not in seen]

    assert {path: status for path, status in answers.items() if status != 200} == {}
    assert len(answers) == MOST_PAGES


def test_answers_carry_what_keeps_readers_safe(server: Server) -> None:
    page, style = server.get("/"), server.get(re.findall(r'href="(/static/[^"]+\.css)"', server.get("/").body)[0])

    assert page.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert page.headers["Cache-Control"] == "no-store"
    assert "immutable" in style.headers["Cache-Control"]
    assert "Set-Cookie" not in page.headers
    assert page.headers["Server"] == "nginx"


def test_the_logs_name_no_reader_and_nothing_they_read(server: Server) -> None:
    server.get(f"/search/?q={SECRET}", **{"User-Agent": SECRET, "Referer": f"https://{SECRET}.example/"})
    server.get(f"/stories/{SECRET}/")
    time.sleep(0.5)
    written = [path for path in server.folder.rglob("*") if path.suffix == ".log"]
    said = "".join(path.read_text(errors="replace") for path in written)

    assert SECRET not in said
    assert "127.0.0.1" not in said
    assert re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d GET \d{3} \d+ [\d.]+\n)+", (server.folder / "kpknow.log").read_text())
    lines = [json.loads(line) for line in (server.folder / "site.log").read_text().splitlines() if line[:1] == "{"]
    assert {"search:search", "stories:story"} <= {line["page"] for line in lines}


def test_a_database_that_is_away_is_said_so_and_is_found_again(server: Server) -> None:
    before = server.get("/stories/")
    server.stop_database()
    try:
        away = [server.get(path) for path in ("/", "/stories/", "/search/?q=care")]
        alive, ready = server.get("/healthz"), server.get("/readyz")
    finally:
        server.start_database()
    after = server.wait_for("/stories/")

    assert before.status == after.status == 200
    assert {answer.status for answer in away} == {503}
    assert all('class="exit"' in answer.body and answer.headers["Retry-After"] == "30" for answer in away)
    assert (alive.status, ready.status, ready.body) == (200, 503, "The database does not answer.\n")


def test_a_site_that_is_away_is_said_so_with_a_way_out(server: Server) -> None:
    site = server.running["site"]
    site.terminate()
    site.wait(timeout=30)
    try:
        away = [server.get(path) for path in ("/", "/stories/", "/static/kp.css")]
    finally:
        server.start_site()

    assert {(answer.status, answer.headers["Cache-Control"], answer.headers["Retry-After"]) for answer in away} == {
        (503, "no-store", "30")
    }
    assert all(">Exit</a>" in answer.body and "kpknow" not in answer.body for answer in away)
    assert server.wait_for("/stories/").status == 200


def test_a_worker_that_is_killed_is_replaced(server: Server) -> None:
    main = server.running["site"].pid
    workers = subprocess.run(["pgrep", "-P", str(main)], capture_output=True, text=True, check=True).stdout.split()
    os.kill(int(workers[0]), signal.SIGKILL)

    assert {server.wait_for("/stories/").status for _ in range(10)} == {200}


def test_the_doctor_and_the_timer_find_their_way(server: Server) -> None:
    ticked = server.manage("tick")
    asked = server.manage("doctor")

    assert (ticked.returncode, ticked.stderr) == (0, "")
    no_backup = "- No backup is made by itself.\n    BACKUP_RECIPIENTS and BACKUP_FOLDER: docs/handover.md\n"
    assert (asked.returncode, asked.stdout) == (0, no_backup)


@pytest.mark.parametrize("unit", ["kpknow.service", "kpknow-tick.service", "kpknow-tick.timer"])
def test_systemd_understands_the_units(unit: str) -> None:
    """Names of settings and sections; whether the paths exist is the server's business."""
    text = (DEPLOY / unit).read_text()
    sections = re.findall(r"^\[(\w+)\]$", text, re.MULTILINE)
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "["))]

    assert set(sections) <= {"Unit", "Service", "Timer", "Install"}
    assert all(re.fullmatch(r"[A-Z]\w+=.*", line) for line in lines)
