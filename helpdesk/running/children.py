"""Child processes that never outlive us: own session, a death signal, and their descendants go with them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h
PR_SET_CHILD_SUBREAPER = 36


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def adopt_orphans() -> None:
    """A grandchild whose parent dies becomes our child, so that we can end it too."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def _dies_with(parent: int) -> Callable[[], None]:
    def before_exec() -> None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        # The parent may have died before the line above; then no signal will ever come.
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def spawn(
    command: list[str], *, log: Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own (Ctrl-C reaches only us), its output appended to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=env,
            start_new_session=True,
            preexec_fn=_dies_with(os.getpid()),
        )


def run(command: list[str], *, cwd: Path, env: Mapping[str, str]) -> int:
    """Run a command to its end in front of everybody: its output is ours. Returns its exit status."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        cwd=cwd,
        env=env,
        start_new_session=True,
        preexec_fn=_dies_with(os.getpid()),
    )
    try:
        return process.wait()
    finally:
        stop(process, signal.SIGTERM, 5)


def stop(process: subprocess.Popen[bytes], how: signal.Signals, patience: float) -> None:
    """Ask, wait `patience` seconds, then end the whole session."""
    if process.poll() is None:
        process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    end_group(process.pid)
    process.wait()


def end_group(pid: int) -> None:
    """Kill whatever is left of a child's process group: a web server's workers when it was killed itself."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def wait_until(
    ready: Callable[[], bool], *, seconds: float, still: Callable[[], bool] = lambda: True
) -> bool:
    """Poll `ready` while `still` holds; False when the time is up or `still` no longer holds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return True
        if not still():
            return False
        time.sleep(0.02)
    return False
