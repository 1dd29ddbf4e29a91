"""gunicorn with one worker on one core, and what that worker has cost so far."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.bench.client import Reader

ROOT = Path(__file__).resolve().parent.parent.parent
SERVER_CORE = 0
"""The reader and the rest of the machine stay on the others."""


def cpu_seconds(pid: int) -> float:
    """User and system time a process has used (its CPU clock, in nanoseconds; see clock_getcpuclockid(3))."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def memory_mb(pid: int) -> float:
    """Proportional set size: pages shared with others count by share."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def on_cores(*cores: int) -> tuple[str, ...]:
    """What stands before a command that may run on these cores only."""
    return ("taskset", "--cpu-list", ",".join(map(str, cores)))


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


class Server:
    """``application`` as gunicorn names it. Ready when made; ``started`` seconds went by until its first page."""

    def __init__(self, application: str, environment: Mapping[str, str], first_page: str) -> None:
        self.port = free_port()
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [
                *on_cores(SERVER_CORE),
                *(sys.executable, "-m", "gunicorn", "--config", "docs/deploy/gunicorn.conf.py", "--workers", "1"),
                *(
                    "--max-requests",
                    "0",
                    "--timeout",
                    "600",
                    "--keep-alive",
                    "600",
                    "--bind",
                    f"127.0.0.1:{self.port}",
                    application,
                ),
            ],
            cwd=ROOT,
            env={**os.environ, **environment},
        )
        while True:
            try:
                reader = Reader(self.port)
                break
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    raise RuntimeError(f"{application} did not start") from None
                time.sleep(0.01)
        answer = reader.get(first_page)
        self.started = time.perf_counter() - start
        reader.close()
        if answer.status != 200:
            raise RuntimeError(f"{first_page} answered {answer.status}")
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        self.worker = int(children.split()[0])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
