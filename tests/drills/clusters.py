"""A PostgreSQL server of a drill's own, that may be killed."""

import contextlib
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "deploy.md"
SITE, NEW = "kpknow", "new"
"""The database of the site, which its account owns, and an empty copy of it; “postgres” is for orders to the server."""


class Cluster:
    """As ``docs/deploy.md`` makes one, by its very commands: the account of the site owns its database and no more.

    fsync is on: what it acknowledged is on the disk. ``told``: settings beside those, as in postgresql.conf.
    """

    def __init__(self, folder: Path, *told: str) -> None:
        self.folder, self.files, self.told = folder, folder / "files", told
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"postgres://kpknow@127.0.0.1:{self.port}/{SITE}"
        self.prefix: list[str] = []
        """Before every command: another machine's."""
        self.listens = self.orders_go_to = "127.0.0.1"

    def run(self, program: str, *words: str) -> None:
        """It refuses to run as root."""
        command = [str(PROGRAMS / program), *words]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(
            [*self.prefix, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
        )

    def control(self, *words: str) -> None:
        self.run("pg_ctl", "-D", str(self.files), *words)

    def make(self, *words: str) -> None:
        """``words``: for initdb, beside ours."""
        self.folder.mkdir(exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        ours = "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"
        self.run("initdb", "-D", str(self.files), "-U", "postgres", *ours, *words)
        self.start()
        for program, rest in re.findall(r"^    runuser -u postgres -- (\w+) (.*)$", GUIDE.read_text(), re.MULTILINE):
            self.run(program, "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", *shlex.split(rest))
        self.order("SELECT pg_reload_conf()")
        self.copy_database(SITE, NEW)

    def start(self) -> None:
        """Waits until it has recovered and takes connections."""
        told = f"listen_addresses={self.listens}", f"unix_socket_directories={self.folder}", "fsync=on", *self.told
        options = " ".join((f"-p {self.port}", *(f"-c {one}" for one in told)))
        self.control("-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def order(self, *statements: str) -> None:
        """To the server, as its superuser, each in no transaction."""
        place = {"host": self.orders_go_to, "port": self.port, "user": "postgres", "dbname": "postgres"}
        with contextlib.closing(psycopg2.connect(**place)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)

    def copy_database(self, source: str, target: str) -> None:
        """In place of what stood there; whoever is connected with either is not any more.

        By files: PostgreSQL's other way forgets after a crash which keys a copied table has given out.
        """
        self.order(
            f"DROP DATABASE IF EXISTS {target} WITH (FORCE)",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'",  # noqa: S608  # names of ours
            f"CREATE DATABASE {target} TEMPLATE {source} OWNER kpknow STRATEGY file_copy",
        )

    def is_up(self) -> bool:
        try:
            self.control("status")
        except subprocess.CalledProcessError:
            return False
        return True

    def kill(self) -> None:
        """Every process of it, with signal 9; then no shared memory of theirs is left."""
        first = int((self.files / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)  # it would start none anew meanwhile
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for key in (*map(int, children), first):
            try:
                os.kill(key, signal.SIGKILL)
            except ProcessLookupError:
                continue
        while any(Path(f"/proc/{key}").exists() for key in (*children, first)):
            os.sched_yield()

    def remove(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):  # where it was killed already
            self.control("-m", "immediate", "stop")


@contextmanager
def place_for(drill: str, *told: str, on_postgresql: bool) -> Iterator[tuple[Path, Cluster | None]]:
    """A folder of a drill's own, and a server in it where asked for, which DATABASE_URL then names; gone afterwards.

    ``told``: as to Cluster.
    """
    os.environ.pop("DATABASE_URL", None)
    with TemporaryDirectory(prefix=f"drill-{drill}-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server runs under an account of its own
        if not on_postgresql:
            yield folder, None
            return
        cluster = Cluster(folder / "cluster", *told)
        cluster.make()
        os.environ["DATABASE_URL"] = cluster.address
        try:
            yield folder, cluster
        finally:
            cluster.remove()
