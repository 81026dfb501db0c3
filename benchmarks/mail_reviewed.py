"""Where we read a mail in another way than a set expects, looked at one by one: who is right, and why.

A set says what some library makes of its mails; that is not always what is right. `mail_reviewed.json` holds
the verdicts, and mail_scores names every difference that nobody has looked at.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).resolve().parent / "mail_reviewed.json"
FIELDS = ("from_email", "from_name", "subject", "att_names")
SAYS = {"ours": "ours is right", "either": "either will do", "theirs": "theirs is right"}
_MISS = re.compile(r"^ {3}(\S.*?) \| ", re.MULTILINE)


@dataclass(frozen=True)
class Review:
    field: str
    file: str
    right: str
    why: str


def reviews(title: str) -> list[Review]:
    return [Review(**each) for each in json.loads(LIST.read_text("utf-8")).get(title, ())]


def differences(scorer: Path, expected: Path, answers: Path) -> set[tuple[str, str]]:
    """(field, file) of every mail that is read in another way than expected."""
    found = set()
    for field in FIELDS:
        command = [sys.executable, scorer, expected, answers, "--show", field, "--max", "100000"]
        said = subprocess.run([str(each) for each in command], capture_output=True, check=True, text=True)
        _table, _heading, misses = said.stdout.partition(f"-- {field}")
        found |= {(field, file) for file in _MISS.findall(misses)}
    return found


def report(title: str, found: Iterable[tuple[str, str]]) -> list[str]:
    """What is known about the differences of a set; nothing if none of its mails was ever looked at."""
    known = {(each.field, each.file): each for each in reviews(title)}
    if not known:
        return []
    found = set(found)
    lines = [
        f"  {each.field:12}{each.file}: {SAYS[each.right]}. {each.why}"
        for key, each in known.items()
        if key in found
    ]
    lines += [f"  {field:12}{file}: nobody has looked at it" for field, file in sorted(found - known.keys())]
    gone = sorted(known.keys() - found)
    return lines + [f"  {field:12}{file}: differs no more" for field, file in gone]
