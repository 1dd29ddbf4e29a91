"""The command: any bytes in, JSON out."""

import json
import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kpknow.settings import ROOT


def answer(given: bytes, monkeypatch: pytest.MonkeyPatch, *options: str) -> str:
    printed = StringIO()
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(given)))
    call_command("safety_check", *options, stdout=printed)
    return printed.getvalue()


def test_findings_are_printed_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    given = b"Ask Grace Otieno or Wanjiru Kamande, lodge@example.org"

    found = json.loads(answer(given, monkeypatch, "--json", "--language", "en", "--allow-name", "Grace Otieno"))

    assert [(one["kind"], one["words"]) for one in found] == [
        ("name", "Wanjiru Kamande"),
        ("email", "lodge@example.org"),
    ]
    assert {*found[0]} == {"kind", "start", "end", "words", "why"}


@pytest.mark.parametrize("given", [b"", b"\xff\xfe\x00", b"\xed\xa0\x80 07\x00", bytes(range(256)) * 20])
def test_no_bytes_break_it(given: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(json.loads(answer(given, monkeypatch, "--json")), list)


def test_it_reads_a_pipe_where_the_locale_knows_no_utf8() -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", "safety_check", "--json"],
        input="Звоните: +996 555 04 18 63, Айгерим Токтобекова".encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )

    assert [one["kind"] for one in json.loads(run.stdout)] == ["phone", "name"]


def test_the_score_of_a_file_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passages = tmp_path / "passages.txt"
    passages.write_text("# ours\nen\tRing {phone:+254 712 004 418}.\nen\tIt rained.\n", encoding="utf-8")

    printed = answer(b"", monkeypatch, "--score", str(passages))

    assert "phone                 1  100.0%" in printed
    assert "false alarms in 0 of 1 clean passages (0.0%)" in printed


@pytest.mark.parametrize("words", ["no tab here", "en\t{telegram:x}"])
def test_a_line_that_is_no_passage_is_named(words: str, tmp_path: Path) -> None:
    passages = tmp_path / "passages.txt"
    passages.write_text(f"\n{words}\n", encoding="utf-8")

    with pytest.raises(CommandError, match="Line 2"):
        call_command("safety_check", "--score", str(passages))


def test_each_file_of_a_folder_is_scored_under_what_it_says_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.txt").write_text("# Made with the rules.\nen\tRing {phone:+254 712 004 418}.\n", encoding="utf-8")
    (tmp_path / "unseen.txt").write_text("# held-out\n# First run: 0 %\nen\tIt rained.\n", encoding="utf-8")

    printed = answer(b"", monkeypatch, "--score", str(tmp_path)).splitlines()

    assert printed[1:3] == ["ours.txt", "Made with the rules."]
    assert printed[6:10] == ["", "unseen.txt", "held-out", "First run: 0 %"]
