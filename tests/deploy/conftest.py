"""One server as ``docs/deploy.md`` describes it, on this machine alone: PostgreSQL, gunicorn and nginx, from the files
of ``docs/deploy/`` with nothing changed but paths and ports.
"""

import configparser
import datetime as dt
import os
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "docs" / "deploy"
POSTGRES = Path("/usr/lib/postgresql/15/bin")
NAME = "kpknow.example"


def missing() -> list[str]:
    needed = {"nginx": shutil.which("nginx") or "", "PostgreSQL 15": str(POSTGRES / "initdb")}
    return [what for what, path in needed.items() if not path or not Path(path).exists()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str


class Server:
    """``folder`` holds everything the server writes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.database_port = folder, free_port(), free_port()
        self.cluster = Path(tempfile.mkdtemp(prefix="kpknow-"))  # where PostgreSQL's own account may go
        self.environment = os.environ | self.settings()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def settings(self) -> dict[str, str]:
        lines = (DEPLOY / "environment").read_text().splitlines()
        written = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        address = written["DATABASE_URL"]
        assert "/var/run/postgresql" in address
        return written | {
            "VAR_DIR": str(self.folder / "var"),
            "DATABASE_URL": address.replace("/var/run/postgresql", str(self.cluster)),
            "PGUSER": "kpknow",  # on a server the account that asks
            "PGPORT": str(self.database_port),
        }

    # The database

    def as_postgres(self, program: str, *words: str) -> None:
        command = [str(POSTGRES / program), *words]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def make_database(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.cluster, "postgres")
        common = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self.as_postgres("initdb", "-D", f"{self.cluster}/data", "-U", "kpknow", *common)
        self.start_database()
        self.as_postgres("createdb", "-h", "127.0.0.1", "-p", str(self.database_port), "-U", "kpknow", "kpknow")

    def start_database(self) -> None:
        where = f"-p {self.database_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.cluster}"
        at = ("-D", f"{self.cluster}/data", "-l", f"{self.cluster}/log")
        self.as_postgres("pg_ctl", *at, "-w", "-o", f"{where} -c wal_recycle=off", "start")

    def stop_database(self) -> None:
        self.as_postgres("pg_ctl", "-D", f"{self.cluster}/data", "-m", "immediate", "-w", "stop")

    # The site

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def start_site(self) -> None:
        unit = configparser.RawConfigParser(strict=False)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read(DEPLOY / "kpknow.service")
        command = shlex.split(unit["Service"]["ExecStart"].replace("/run/kpknow", str(self.folder)))
        command[:1] = [sys.executable, "-m", "gunicorn"]
        with (self.folder / "site.log").open("ab") as log:
            self.running["site"] = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def start_nginx(self) -> None:
        self.write_certificate()
        paths = {
            "listen [::]:80;": "", "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "/run/kpknow": str(self.folder), "/var/log/nginx": str(self.folder),
            f"/etc/letsencrypt/live/{NAME}": str(self.folder),
        }  # fmt: skip
        site = (DEPLOY / "nginx.conf").read_text()
        for there, here in paths.items():
            assert there in site
            site = site.replace(there, here)
        (self.folder / "site.conf").write_text(site)
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{user} daemon off; pid {self.folder}/nginx.pid; error_log {self.folder}/nginx.log crit;"
            f" events {{}} http {{ {temporary} include {self.folder}/site.conf; }}"
        )
        self.running["nginx"] = subprocess.Popen(
            ["nginx", "-e", "stderr", "-c", str(self.folder / "nginx.conf")], stderr=subprocess.DEVNULL
        )

    def write_certificate(self) -> None:
        key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
            .sign(key, hashes.SHA256())
        )  # fmt: skip
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (self.folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        (self.folder / "privkey.pem").write_bytes(private)

    # Readers

    def get(self, path: str, **headers: str) -> Answer:
        trusting = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        trusting.check_hostname = False
        connection = HTTPSConnection("127.0.0.1", self.port, context=trusting, timeout=60)
        connection.request("GET", path, headers={"Host": NAME} | headers)
        response: HTTPResponse = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read().decode(errors="replace"))
        connection.close()
        return answer

    def wait_for(self, path: str, status: int = 200, seconds: float = 90) -> Answer:
        until = time.monotonic() + seconds
        while True:
            try:
                answer = self.get(path)
                if answer.status == status or time.monotonic() > until:
                    return answer
            except OSError:
                assert time.monotonic() < until, f"{path} never answered"
            time.sleep(0.2)

    def stop(self) -> None:
        for process in reversed(self.running.values()):
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if lacking := missing():
        words = f"{' and '.join(lacking)} not found"
        if os.environ.get("CI"):
            pytest.fail(f"{words}: a check may not be skipped in CI")
        pytest.skip(words)
    one = Server(tmp_path_factory.mktemp("server"))
    one.make_database()
    try:
        for step in (("migrate",), ("collectstatic", "--noinput"), ("load_demo", "--if-empty"), ("create_staff",)):
            done = one.manage(*step)
            assert done.returncode == 0, done.stderr
        one.start_site()
        one.start_nginx()
        assert one.wait_for("/readyz").body == "ready\n"
        yield one
    finally:
        one.stop()
        one.stop_database()
        shutil.rmtree(one.cluster)
