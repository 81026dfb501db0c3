"""Which web server serves the desk best? Same app, same load, in turns.

    python -m benchmarks.web_server [--rounds 3] [--requests 1500] [--output FILE.json]

Prints requests/s, median, p95, CPU per request and memory. Two worker processes each, four threads where
there are threads, eight clients that keep their connections.
"""

import argparse
import contextlib
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

from benchmarks.web_app import BIG_FILE, BIG_FILE_BYTES
from helpdesk import embedded

PROGRAMS = Path(sys.executable).parent
PAGES = {
    "bare": 1.0,
    "templates": 0.5,
    "rows": 0.5,
    "large": 0.03,
    "pieces": 0.03,
}  # page → share of --requests
CLIENTS = 8


def commands(port: int) -> dict[str, list[str]]:
    return {
        "granian (WSGI)": [
            f"{PROGRAMS}/granian", "--interface=wsgi", f"--port={port}", "--workers=2",
            "--blocking-threads=4", "--no-ws", "--respawn-failed-workers", "benchmarks.web_wsgi:application",
        ],
        "gunicorn (gthread)": [
            f"{PROGRAMS}/gunicorn", f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4",
            "--worker-class=gthread", "benchmarks.web_wsgi:application",
        ],
        "uvicorn (ASGI)": [
            f"{PROGRAMS}/uvicorn", f"--port={port}", "--workers=2", "--no-access-log",
            "benchmarks.web_asgi:application",
        ],
    }  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(name: str, log):
    port = free_port()
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.web_app", "HELPDESK_ENV": "local"}
    process = subprocess.Popen(commands(port)[name], env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                line.request("GET", "/bench/bare")
                if line.getresponse().status == 200:
                    break
            assert time.monotonic() < deadline, f"{name} does not answer; see {log.name}"
            time.sleep(0.1)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def family(process) -> list[psutil.Process]:
    parent = psutil.Process(process.pid)
    return [parent, *parent.children(recursive=True)]


def cpu_seconds(process) -> float:
    return sum(sum(p.cpu_times()[:2]) for p in family(process))


def memory(process) -> float:
    """MiB, pages shared among the processes counted once."""
    return sum(p.memory_full_info().pss for p in family(process)) / 2**20


def load(port: int, page: str, requests: int) -> list[float]:
    """Seconds of each request, by CLIENTS threads with one connection each."""
    took: list[float] = []

    def client(share: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(share):
            began = time.perf_counter()
            line.request("GET", f"/bench/{page}")
            answer = line.getresponse()
            while answer.read(1 << 20):
                pass
            assert answer.status == 200, answer.status
            took.append(time.perf_counter() - began)
        line.close()

    threads = [threading.Thread(target=client, args=(max(1, requests // CLIENTS),)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def measure(port: int, process, page: str, requests: int) -> dict[str, float]:
    load(port, page, CLIENTS * 5)
    cpu, began = cpu_seconds(process), time.perf_counter()
    took = load(port, page, requests)
    seconds = time.perf_counter() - began
    return {
        "requests_per_second": len(took) / seconds,
        "median_ms": statistics.median(took) * 1000,
        "p95_ms": statistics.quantiles(took, n=20)[-1] * 1000,
        "cpu_ms": (cpu_seconds(process) - cpu) / len(took) * 1000,
        "memory_mib": memory(process),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", nargs="*", default=list(PAGES), choices=list(PAGES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=1500)
    parser.add_argument("--output", type=Path, default=Path("var/benchmarks/web_server.json"))
    options = parser.parse_args()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    BIG_FILE.write_bytes(os.urandom(1 << 20) * (BIG_FILE_BYTES >> 20))
    os.environ.setdefault("DATABASE_URL", embedded.database_url())
    os.environ.setdefault("REDIS_URL", embedded.redis_url())
    results: dict[str, dict[str, list[dict[str, float]]]] = {}
    with (options.output.parent / "web_server.log").open("wb") as log:
        for _ in range(options.rounds):
            for name in commands(0):
                with serving(name, log) as (port, process):
                    for page in options.pages:
                        row = measure(port, process, page, int(options.requests * PAGES[page]))
                        results.setdefault(page, {}).setdefault(name, []).append(row)
    BIG_FILE.unlink()
    options.output.write_text(json.dumps(results, indent=1))
    for page, rows in results.items():
        print(f"\n{page:<20}   req/s  median ms   p95 ms  CPU ms  memory MiB   (median of {options.rounds})")
        for name, rounds in rows.items():
            middle = {key: statistics.median(row[key] for row in rounds) for key in rounds[0]}
            print(
                f"{name:<20}{middle['requests_per_second']:8.0f}{middle['median_ms']:11.1f}"
                f"{middle['p95_ms']:9.1f}{middle['cpu_ms']:8.2f}{middle['memory_mib']:12.0f}"
            )


if __name__ == "__main__":
    main()
