"""A PostgreSQL server of a drill's own, that may be killed."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql/15/bin")


class Cluster:
    """fsync is on: what it acknowledged is on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.files = folder, folder / "files"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"postgres://kpknow@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *words: str) -> None:
        """It refuses to run as root."""
        command = [str(PROGRAMS / program), "-D", str(self.files), *words]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def make(self) -> None:
        self.folder.mkdir()
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.run("initdb", "-U", "kpknow", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums")
        self.start()

    def start(self) -> None:
        """Waits until it has recovered and takes connections."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=on"
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def kill(self) -> None:
        """Every process of it, with signal 9; then no shared memory of theirs is left."""
        first = int((self.files / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        os.kill(first, signal.SIGSTOP)  # it would start none anew meanwhile
        for key in (*map(int, children), first):
            try:
                os.kill(key, signal.SIGKILL)
            except ProcessLookupError:
                continue
        while any(Path(f"/proc/{key}").exists() for key in (*children, first)):
            os.sched_yield()

    def remove(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):  # where it was killed already
            self.run("pg_ctl", "-m", "immediate", "stop")
