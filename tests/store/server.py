"""The store: moto's server, in its memory, at a port of this machine. Not part of any site."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from kpknow.many_nodes import uploads

KEYS = {"MEDIA_ACCESS_KEY": "of-the-site", "MEDIA_SECRET_KEY": "secret-of-the-site"}
REGION = "us-east-1"


class Store:
    """Knows any key, and refuses whoever has none but where a bucket was opened to everybody."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "store.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + 60
        while True:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            if time.monotonic() > until:
                raise TimeoutError(self.log.read_text())
            time.sleep(0.05)

    def kill(self) -> None:
        """Everything it held is gone."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    stop = kill

    def stand_still(self, does: bool = True) -> None:
        """It takes connections and answers none, until it may go on."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGSTOP if does else signal.SIGCONT)

    def client(self) -> Any:
        """Of whoever keeps the store."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="keeper",
            aws_secret_access_key="keeper's",
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
        )

    def give(self, settings: Any, bucket: str) -> None:
        keep_files(settings, self.variables(bucket))

    def names(self, bucket: str) -> list[str]:
        return [one["Key"] for one in self.client().list_objects_v2(Bucket=bucket).get("Contents", ())]

    def variables(self, bucket: str) -> dict[str, str]:
        return {"MEDIA_BUCKET": bucket, "MEDIA_ENDPOINT": self.endpoint, **KEYS}


def keep_files(settings: Any, variables: dict[str, str]) -> None:
    """Of a running test: in the bucket these variables name, which is asked once."""
    settings.STORAGES = settings.STORAGES | {"default": uploads(variables, attempts=1)}
