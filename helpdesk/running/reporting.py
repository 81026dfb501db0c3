"""One line per step, with its seconds, as bin/start and its parts print them."""

import contextlib
import sys
import time
from collections.abc import Iterator


def say(text: str = "") -> None:
    print(text, flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[list[str]]:
    """Print `title`, do the work, print how long it took; what is appended to the list is said after it."""
    notes: list[str] = []
    terminal = sys.stdout.isatty()
    if terminal:
        print(f"  · {title} …", end="", flush=True)
    began = time.monotonic()
    try:
        yield notes
    except BaseException:
        say(f"{chr(13) if terminal else ''}  ✗ {title:<28}")
        raise
    note = f"   {', '.join(notes)}" if notes else ""
    say(f"{chr(13) if terminal else ''}  ✓ {title:<28}{time.monotonic() - began:6.1f} s{note}")
