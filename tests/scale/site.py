"""Primary, replica, Redis, a store of files, two nodes and nginx, with the demo on it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

from tests.scale.parts import ROOT, Nginx, Node, Part, Postgres, Redis
from tests.store.server import Store

BUCKET = "kpknow"
SYNCHRONOUS = "ALTER SYSTEM SET synchronous_standby_names = '{}'", "SELECT pg_reload_conf()"


class Site:
    """Everything lies in ``folder`` and is ended by ``end``."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kpknow-scale-"))
        cluster = self.folder / "postgres"
        cluster.mkdir()
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(cluster, "postgres")
        self.primary, self.replica = Postgres("primary", cluster), Postgres("replica", cluster)
        self.redis, self.nginx = Redis("redis", self.folder), Nginx("nginx", self.folder)
        self.store = Store(self.folder)
        self.nodes = [Node("node-1", self.folder), Node("node-2", self.folder)]
        self.environment = os.environ | {
            "VAR_DIR": str(self.folder / "var"),
            "SITE_ADDRESS": "http://127.0.0.1:8000",
            "PROXIES_IN_FRONT": "1",
            "SECRET_KEY": "of a drill",
            "DJANGO_SETTINGS_MODULE": "kpknow.settings",
            "DATABASE_URL": self.primary.url(),
            "REPLICA_URL": "",
            "CACHE_URL": "",
        }

    @property
    def parts(self) -> list[Part | Store]:
        return [self.nginx, *self.nodes, self.redis, self.store, self.replica, self.primary]

    def start(self) -> None:
        self.store.start()
        self.store.client().create_bucket(Bucket=BUCKET)
        self.environment |= self.store.variables(BUCKET)
        self.make_primary()
        self.manage("load_demo")
        self.replica.follow(self.primary)
        self.replica.start()
        self.synchronous(True)
        self.redis.start()
        self.environment |= {
            "REPLICA_URL": self.replica.url(),
            "CACHE_URL": f"redis://127.0.0.1:{self.redis.port}/0",
        }
        for node in self.nodes:
            node.start(self.environment)
        self.nginx.start(self.nodes)

    def start_alone(self, corpus: Path) -> None:
        """One node over one database, with the stories of a corpus."""
        self.make_primary()
        self.manage("load_corpus", str(corpus))
        self.nodes[1:] = []
        self.nodes[0].start(self.environment)
        self.nginx.start(self.nodes)

    def make_primary(self) -> None:
        self.primary.make()
        self.primary.start()
        self.primary.ask("CREATE DATABASE kpknow", base="postgres")
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def end(self) -> None:
        for part in self.parts:
            part.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def manage(self, *words: str) -> None:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"manage.py {words[0]}: {done.stderr.strip()}")

    def synchronous(self, is_so: bool) -> None:
        """Whether a commit waits until the replica has it on its disk."""
        for statement in SYNCHRONOUS:
            self.primary.ask(statement.format("replica" if is_so else ""))

    def promoted(self) -> None:
        """The replica becomes the primary, and each node is told so: steps 2 and 3 of docs/scale.md."""
        self.replica.promote()
        self.environment |= {"DATABASE_URL": self.replica.url(), "REPLICA_URL": ""}
        for node in self.nodes:
            node.stop()
            node.start(self.environment)


def get(port: int, path: str) -> tuple[int, str]:
    """Status and words; status 0 where nothing answered."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"X-Forwarded-For": "10.9.9.9"})
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    except OSError:
        return 0, ""
    finally:
        connection.close()


def until(is_true: Callable[[], bool], seconds: float = 60) -> float:
    """Seconds it took."""
    start = time.monotonic()
    while not is_true():
        if time.monotonic() - start > seconds:
            raise TimeoutError("it never came to be")
        time.sleep(0.05)
    return time.monotonic() - start


def stories_of(port: int) -> list[str]:
    return sorted(set(re.findall(r'href="/stories/([a-z0-9-]+)/"', get(port, "/stories/")[1])))
