"""gunicorn's settings, for ``make run`` and for a server alike."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True  # else a socket appears in $HOME/.gunicorn, shared by every service of the account
accesslog = None  # an access log would keep who read what
errorlog = "-"
loglevel = "warning"
forwarded_allow_ips = "127.0.0.1"
limit_request_line = 4094

port = os.environ.get("METRICS_PORT", "")
METRICS_PORT = int(port) if port.isdecimal() and int(port) < 65536 else 0
"""Counters for Prometheus, on 127.0.0.1; 0: none. Workers share them in a folder, emptied at each start. The settings
refuse what is no port."""
if METRICS_PORT:
    folder = Path(tempfile.mkdtemp(prefix="kpknow-metrics-"))
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


def when_ready(server: Any) -> None:
    """From here on: one small server for all workers, in the process that starts them."""
    if METRICS_PORT:
        from prometheus_client import CollectorRegistry, multiprocess, start_http_server  # noqa: PLC0415  # see above

        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        start_http_server(METRICS_PORT, addr="127.0.0.1", registry=registry)


def child_exit(server: Any, worker: Any) -> None:
    if METRICS_PORT:
        from prometheus_client import multiprocess  # noqa: PLC0415

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
