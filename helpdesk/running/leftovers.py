"""What a killed server leaves behind: a pid file that lies, sometimes the server itself."""

import shutil
import signal
from pathlib import Path

import psutil

from helpdesk.running.errors import CannotStart


def stop(home: Path, pid_file: Path, how: signal.Signals) -> None:
    """Stop a server that still runs in `home` without an owner; drop a pid file that lies.

    Only for the holder of the server's lock: nobody else can be its owner.
    """
    try:
        pid = int(pid_file.read_text().split(maxsplit=1)[0])
    except (OSError, ValueError, IndexError):
        return
    if pid_lives_in(pid, home):
        process = psutil.Process(pid)
        process.send_signal(how)
        try:
            process.wait(20)
        except psutil.TimeoutExpired:
            raise CannotStart(
                f"A server from an earlier start (process {pid}) does not stop: kill {pid}"
            ) from None
    pid_file.unlink(missing_ok=True)


def pid_lives_in(pid: int, home: Path) -> bool:
    """Is this pid a server working in `home`, and not a stranger that got the number later?"""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == home.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def remove_tree(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)
