"""Typesets a brief. Run as a program of its own: ``python -m kpknow.exports.brief.typesetter``.

What typst keeps between two documents (fonts, layouts) would stay in every worker; here it ends with the program, and
so does a text that it would never finish.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from kpknow.exports.brief.coverage import FONTS, all_drawable

MOST_PAGES = 4
SECONDS = 20
"""Of computing; a brief takes a third of one."""
MEMORY = 2 * 2**30
"""Bytes of addresses, most of which are never touched."""
TEMPLATE = Path(__file__).with_name("brief.typ")


class NotTypeset(Exception):
    """The typesetter stopped: a defect of ours, never of what a reader asked for."""


def typeset(versions: list[dict[str, Any]]) -> bytes:
    """The PDF of the first of these versions that fits on four pages; of the last where none does."""
    told = json.dumps(versions).encode("utf-8", "replace")
    command = [sys.executable, "-m", "kpknow.exports.brief.typesetter"]
    done = subprocess.run(command, input=told, capture_output=True, timeout=SECONDS * 3, check=False)  # noqa: S603  # our own module
    if done.returncode:
        raise NotTypeset(done.stderr.decode("utf-8", "replace")[-400:])
    return done.stdout


def run() -> int:
    """Versions as JSON on standard input, the PDF on standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import typst  # noqa: PLC0415  # only here: the site itself never loads it

    for version in json.load(sys.stdin.buffer):
        told, replaced = all_drawable(version)
        if not replaced:
            told["remarks"] = told["remarks"][:-1]  # the last says what replaced signs look like
        compiler = typst.Compiler(
            TEMPLATE, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs={"data": json.dumps(told)}
        )
        pages = json.loads(compiler.query("<pages>", field="value", one=True))
        if pages <= MOST_PAGES:
            break
    made: Any = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(run())
