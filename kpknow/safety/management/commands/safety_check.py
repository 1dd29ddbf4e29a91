"""Reads a text and prints what in it may show who somebody is; or scores the rules on labelled passages."""

import json
import sys
from argparse import ArgumentParser
from itertools import takewhile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpknow.safety.identifiers import Kind, find_identifiers
from kpknow.safety.identifiers.scoring import BadPassage, Score, read_passages, score


class Command(BaseCommand):
    help = "Find telephone numbers, addresses, names and the like in a text on standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="a list of objects with kind, start, end, words and why"
        )
        parser.add_argument("--language", default="", help="what the text is in, such as en or pt-BR")
        parser.add_argument(
            "--allow-name", action="append", default=[], help="of a person who may be named; repeatable"
        )
        parser.add_argument("--watch-name", action="append", default=[], help="of a shielded organisation; repeatable")
        parser.add_argument(
            "--score",
            metavar="PATH",
            help="print precision and recall on a file of labelled passages, or on each of a folder",
        )
        parser.add_argument("--list", action="store_true", help="with --score: also what was missed and found in vain")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["score"]:
            path = Path(options["score"])
            for one in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
                if path.is_dir():
                    self.print_heading(one)
                self.print_score(self.score_of(one), options["list"])
            return
        text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
        found = find_identifiers(text, options["allow_name"], options["watch_name"], options["language"])
        if options["json"]:
            self.stdout.write(json.dumps([finding.as_json() for finding in found], ensure_ascii=True, indent=1))
            return
        for finding in found:
            words = finding.words.encode("utf-8", "replace").decode()
            self.stdout.write(f"{finding.start}-{finding.end} {finding.kind.label}: {words}")
        self.stdout.write(f"{len(found)} found.")

    def score_of(self, path: Path) -> Score:
        try:
            return score(read_passages(path.read_text(encoding="utf-8").splitlines()))
        except BadPassage as bad:
            raise CommandError(
                f"Line {bad.line} is no passage: a language, a tab, a text with {{kind:words}}."
            ) from bad
        except (OSError, UnicodeDecodeError) as unread:
            raise CommandError(f"This file cannot be read: {type(unread).__name__}.") from unread

    def print_heading(self, path: Path) -> None:
        """The file's name and what its own first comments say of it: how it was made, what its first run gave."""
        self.stdout.write(f"\n{path.name}")
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in takewhile(lambda line: line.startswith("#"), file):
                self.stdout.write(line.lstrip("# ").rstrip())

    def print_score(self, result: Score, in_full: bool) -> None:
        self.stdout.write(f"{'kind':<16} {'marked':>6} {'recall':>7} {'same kind':>9} {'precision':>9}")
        for kind in Kind:
            if tally := result.kinds.get(kind):
                named = tally.named / tally.marked if tally.marked else 1.0
                self.stdout.write(
                    f"{kind.value:<16} {tally.marked:>6} {tally.recall:>7.1%} {named:>9.1%} {tally.precision:>9.1%}"
                )
        but_names = result.recall_of(kind for kind in Kind if kind is not Kind.NAME)
        self.stdout.write(
            f"recall without names {but_names:.1%}, of names {result.recall_of([Kind.NAME]):.1%}; "
            f"false alarms in {len(result.false_alarms)} of {result.clean} clean passages "
            f"({result.false_alarm_rate:.1%})"
        )
        for line in (*result.missed, *result.false_alarms) if in_full else ():
            self.stdout.write(line)
