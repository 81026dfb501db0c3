"""Static files of whole desks, kept from one run to the next: to press them takes seven seconds of processor.

A desk that is brought files of before finds by their stamp whether they are still those of the sources.
"""

import contextlib
import os
import shutil
from pathlib import Path

from tests.servers.desk import ROOT

KEPT = ROOT / "var" / "test" / "collected"
STAMP = Path("stamps", "static")


def bring(var: Path, kept: Path = KEPT) -> None:
    """To a desk that has none yet."""
    for found in sorted(kept.glob("[!.]*"))[:1]:
        shutil.copytree(found, var, dirs_exist_ok=True)


def keep(var: Path, kept: Path = KEPT) -> None:
    """Those of a desk that is ready, in place of older ones; whole or not at all."""
    mark = (var / STAMP).read_text()
    if (kept / mark).exists():
        return
    older = list(kept.glob("[!.]*"))
    draft = kept / f".{os.getpid()}"
    shutil.copytree(var / "static", draft / "static")
    shutil.copytree(var / STAMP.parent, draft / STAMP.parent, ignore=lambda _, names: {*names} - {STAMP.name})
    with contextlib.suppress(OSError):  # another process was first
        draft.rename(kept / mark)
    for old in [*older, draft]:
        shutil.rmtree(old, ignore_errors=True)
