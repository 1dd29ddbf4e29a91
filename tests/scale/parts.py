"""The parts of a site on several nodes, each a process group of its own on loopback."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "docs" / "deploy"
POSTGRES = Path("/usr/lib/postgresql/15/bin")
NGINX_MODULES = ("nginx", "redis-server")


def missing() -> list[str]:
    paths = {name: shutil.which(name) or "" for name in NGINX_MODULES} | {"PostgreSQL 15": str(POSTGRES / "initdb")}
    return [name for name, path in paths.items() if not path or not Path(path).exists()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


class Part:
    """``kill`` is a power cut, ``stop`` asks first and then cuts. Both take the whole group."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder, self.port = name, folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, command: list[str], environment: Mapping[str, str] | None = None, cwd: Path = ROOT) -> None:
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=cwd, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if not self.process:
            return
        for sent, patience in ((number, 15), (signal.SIGKILL, 15)):
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, sent)
            try:
                self.process.wait(timeout=patience)
                break
            except subprocess.TimeoutExpired:
                continue
        self.process = None


class Postgres(Part):
    """``folder`` is the cluster's own; PostgreSQL refuses to run as root, so its account does where we are root."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name, folder)
        self.data = folder / name

    def make(self) -> None:
        self._as_postgres(
            "initdb", "-D", self.data, "-U", "kpknow", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"
        )

    def follow(self, primary: "Postgres") -> None:
        """As docs/scale.md has it."""
        whose = f"host=127.0.0.1 port={primary.port} user=kpknow application_name=replica"
        self._as_postgres("pg_basebackup", "-d", whose, "-D", self.data, "-R", "-X", "stream", "-c", "fast")

    def start(self) -> None:
        """Without fsync: what dies in a drill is processes, and the machine's memory survives those."""
        settings = {
            "port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": str(self.folder),
            "wal_level": "replica", "max_wal_senders": 5, "hot_standby": "on", "fsync": "off",
        }  # fmt: skip
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.run([*self._account(), str(POSTGRES / "postgres"), "-D", str(self.data), *words], cwd=Path("/"))
        wait_for(self.port)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                self.ask("SELECT 1", base="postgres")
                return
            except psycopg2.OperationalError:
                time.sleep(0.05)
        raise TimeoutError(f"{self.name} takes no questions")

    def kill(self) -> None:
        """A crash: nothing is written out, everybody is cut off."""
        self._as_postgres("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop", is_needed=False)
        super().kill()

    stop = kill

    def promote(self) -> None:
        self._as_postgres("pg_ctl", "-D", self.data, "-w", "promote")

    def url(self, base: str = "kpknow") -> str:
        return f"postgres://kpknow@127.0.0.1:{self.port}/{base}"

    def ask(self, *statements: str, base: str = "kpknow") -> list[tuple[object, ...]]:
        """What the last of them gives."""
        connection = psycopg2.connect(self.url(base), connect_timeout=5)
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def _account(self) -> list[str]:
        return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def _as_postgres(self, program: str, *words: object, is_needed: bool = True) -> None:
        command = [*self._account(), str(POSTGRES / program), *map(str, words)]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        if is_needed and done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")


class Redis(Part):
    """Memory only, as docs/scale.md has it."""

    def start(self) -> None:
        words = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": self.folder}
        command = ["redis-server", *(word for name, value in words.items() for word in (f"--{name}", str(value)))]
        self.run(command)
        wait_for(self.port)


class Node(Part):
    """gunicorn with the settings of docs/deploy."""

    def start(self, environment: Mapping[str, str]) -> None:
        words = ["--config", str(DEPLOY / "gunicorn.conf.py"), "--bind", f"127.0.0.1:{self.port}", "kpknow.wsgi"]
        self.run([sys.executable, "-m", "gunicorn", *words], environment)
        wait_for(self.port)


class Nginx(Part):
    """docs/deploy/nginx.conf without TLS, in front of so many nodes. Readers come with addresses of their own."""

    def start(self, nodes: list[Node]) -> None:
        site = (DEPLOY / "nginx.conf").read_text()
        before, _gap, tls = site.partition("server {\n    listen 80;")
        tls = tls.partition("\n}\n")[2]
        kept = "\n".join(
            line for line in tls.splitlines() if not line.strip().startswith("ssl_") and "[::]" not in line
        )
        servers = "\n".join(f"    server 127.0.0.1:{node.port} max_fails=1 fail_timeout=2s;" for node in nodes)
        changes = {
            "    server unix:/run/kpknow/gunicorn.sock fail_timeout=0;": servers,
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port};",
            "server_name kpknow.example;": "server_name 127.0.0.1; set_real_ip_from 127.0.0.1; "
            "real_ip_header X-Forwarded-For;",
            "/var/log/nginx": str(self.folder),
            "$body_bytes_sent $request_time'": "$body_bytes_sent $request_time $upstream_status'",
            "proxy_read_timeout 60s;": "proxy_read_timeout 60s; proxy_connect_timeout 2s;"
            " proxy_next_upstream error timeout; proxy_next_upstream_tries 2;",
            "proxy_set_header X-Forwarded-Proto $scheme;": "proxy_set_header X-Forwarded-Proto http;",
        }
        text = before + kept
        for there, here in changes.items():
            if there not in text:
                raise RuntimeError(f"docs/deploy/nginx.conf has no “{there}” any more")
            text = text.replace(there, here)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = " ".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in kinds)
        (self.folder / "site.conf").write_text(text)
        (self.folder / "nginx.conf").write_text(
            f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {self.folder}/nginx.pid; "
            f"error_log {self.folder}/nginx.error crit; worker_rlimit_nofile 4096; "
            "events { worker_connections 1024; } "
            f"http {{ {temporary} include {self.folder}/site.conf; }}\n"
        )
        self.run(["nginx", "-e", "stderr", "-c", str(self.folder / "nginx.conf")])
        wait_for(self.port)

    def asked_again(self) -> int:
        """Requests that a second node answered, because the first did not."""
        lines = (self.folder / "kpknow.log").read_text().splitlines()
        return sum("," in line for line in lines)
