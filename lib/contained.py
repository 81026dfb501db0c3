"""A pure function in a child process: what is hostile costs the child seconds and memory, not the worker.

The child reads questions (8 bytes of length, then the bytes) from standard input and answers each on
standard output in the same way, as JSON, until the input ends: plain data, because what reads hostile mail is
not trusted with ours.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import struct
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import IO, Self

ROOT = Path(__file__).resolve().parent.parent
MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 8  # of CPU
MOST = 500_000_000  # bytes of a question or an answer
PATIENCE = 15  # times as many on the wall clock: a busy machine is not the letter's fault
_PROGRAM = "import sys; from lib.contained import serve; serve(*sys.argv[1:])"
_LENGTH = struct.Struct(">Q")


class Stopped(Exception):
    """The child was stopped at a limit, or died."""


class Child:
    """`function` is written `module:name`, takes bytes and returns plain data: JSON, tuples as lists.

    One process answers many questions; one that had to be stopped is replaced at the next question.
    A plain subprocess, because a Celery worker may not have children of multiprocessing.
    """

    def __init__(self, function: str, *, seconds: int = SECONDS, memory: int = MEMORY) -> None:
        self._command = [sys.executable, "-P", "-c", _PROGRAM, function, str(seconds), str(memory)]
        self._patience = float(PATIENCE * seconds)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, data: bytes) -> object:
        """What the function says of these bytes. Stopped: it went over a limit, or could not start."""
        try:
            process = self._process or self._start()
        except OSError as error:
            raise Stopped from error
        watchdog = threading.Timer(self._patience, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            _write(process.stdin, data)
            answer = _read(process.stdout)
        except OSError:
            answer = None
        finally:
            watchdog.cancel()
        said = _said(answer)
        if said is None:
            self.close()
            raise Stopped
        return said

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:  # what was not written is not wanted any more
                pass

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(  # noqa: S603 our own program; nothing of a letter in its arguments
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        return self._process


def _said(answer: bytes | None) -> object:
    """None for no answer, and for what is none."""
    try:
        return None if answer is None else json.loads(answer)
    except (ValueError, RecursionError):
        return None


def _write(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    data = pipe.read(size) if size <= MOST else b""
    return data if len(data) == size else None


def serve(function: str, seconds: str, memory: str) -> None:
    """Answer until the input ends. The limits come as they stand on the command line."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    module, _, name = function.partition(":")
    answer = getattr(import_module(module), name)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(2, 1)  # what anybody prints is no answer
    while (data := _read(questions)) is not None:
        signal.setitimer(signal.ITIMER_PROF, int(seconds))  # nobody listens: it ends the process
        made = json.dumps(answer(data)).encode("ascii")
        signal.setitimer(signal.ITIMER_PROF, 0)
        _write(answers, made)
