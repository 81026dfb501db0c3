"""The processes that look at made and broken mails, and the watch over each."""

import faulthandler
import logging
import multiprocessing
import os
import resource
import signal
import tempfile
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.mail_chain import mail_of, run

ROOT = Path(__file__).resolve().parent.parent
GIVE_UP = 30.0  # seconds after which a process that is still at the same mail is ended
MOST_MEMORY = 1024 * 1024 * 1024


def work(pipe: Connection, seed: int, corpus: list[Path], at: Any, since: Any, stack: int) -> None:
    """One process: numbers in, what became of each mail out. `at` and `since` say what it is at just now."""
    logging.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    faulthandler.register(signal.SIGUSR1, stack, all_threads=True)
    resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_MEMORY, 4 * MOST_MEMORY))
    while numbers := pipe.recv():
        answers = []
        for number in numbers:
            raw = mail_of(seed, number, corpus)
            at.value, since.value = number, time.monotonic()
            began = time.perf_counter()
            kind, said, spent = "", "", {}
            try:
                spent = run(raw)
            except AssertionError as error:
                kind, said = "fault", str(error)
            except BaseException as error:
                kind, said = "crash", _where(error)
            answers.append((number, time.perf_counter() - began, spent, kind, said))
            since.value = 0.0
        pipe.send((answers, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))


def _where(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if str(ROOT) in frame.filename]
    last = frames[-1] if frames else None
    place = f"{Path(last.filename).relative_to(ROOT)}:{last.lineno}" if last else "?"
    return f"{type(error).__name__} at {place}: {str(error)[:100]}"


class Crew:
    """A process that works, and the watch over it."""

    def __init__(self, seed: int, corpus: list[Path]) -> None:
        self.seed, self.corpus = seed, corpus
        self.begin()

    def begin(self) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.at, self.since = multiprocessing.Value("q", -1), multiprocessing.Value("d", 0.0)
        self.written = tempfile.TemporaryFile()  # noqa: SIM115 closed by `end`
        arguments = (theirs, self.seed, self.corpus, self.at, self.since, self.written.fileno())
        self.process = multiprocessing.Process(target=work, args=arguments, daemon=True)
        self.process.start()
        theirs.close()
        self.numbers: list[int] = []

    def give(self, numbers: list[int]) -> None:
        self.numbers = numbers
        self.pipe.send(numbers)

    def stuck(self) -> bool:
        """Is it at one mail for too long? Read once: it may be done with the mail at any moment."""
        since = self.since.value
        return since > 0 and time.monotonic() - since > GIVE_UP

    def stack(self) -> str:
        """Where in the program it is, as far as it can still say so."""
        os.kill(self.process.pid, signal.SIGUSR1)
        time.sleep(1.0)
        self.written.seek(0)
        return self.written.read().decode(errors="replace")

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()
        self.written.close()
