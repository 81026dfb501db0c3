"""A process that must run: started, watched, started again with growing patience."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from helpdesk.running import children
from helpdesk.running.errors import CannotStart
from helpdesk.running.reporting import say

LONGEST_PAUSE = 30.0  # seconds between two tries of a process that keeps falling over
STEADY = 60.0  # one that stood this long starts afresh at the shortest pause


@dataclass
class Watched:
    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    started_at: float = field(default_factory=time.monotonic)
    next_try_at: float = 0.0

    def run(self) -> None:
        self.process, self.started_at = self.start(), time.monotonic()

    def look(self) -> None:
        """Called a few times a second: notice an end, start again when its pause is over."""
        now = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return
            children.end_group(self.process.pid)
            self.falls = 1 if now - self.started_at > STEADY else self.falls + 1
            # The first fall is answered at once; 0.5, 1, 2 … seconds later those that follow.
            pause = 0.0 if self.falls == 1 else min(0.25 * 2 ** (self.falls - 1), LONGEST_PAUSE)
            how = self.process.returncode
            why = f"killed by {signal.Signals(-how).name}" if how < 0 else f"ended with {how}"
            say(f"  ! {self.name} was {why}; starting it again{f' in {pause:.0f} s' if pause >= 1 else ''}")
            self.process, self.next_try_at = None, now + pause
        if now >= self.next_try_at:
            try:
                self.run()
            except CannotStart as error:
                say(f"  ! {error}")
                self.falls += 1
                self.next_try_at = time.monotonic() + min(0.25 * 2**self.falls, LONGEST_PAUSE)


def stop_together(group: list[Watched]) -> None:
    """Ask all of them at once, then give each its patience."""
    running = [watched for watched in group if watched.process is not None]
    for watched in running:
        if watched.process.poll() is None:
            watched.process.send_signal(watched.stop_signal)
    deadline = time.monotonic() + max((watched.patience for watched in running), default=0)
    for watched in running:
        children.wait_until(
            lambda w=watched: w.process.poll() is not None, seconds=deadline - time.monotonic()
        )
        children.end_group(watched.process.pid)
        watched.process.wait()
        watched.process = None
