"""How much of real and broken mail is read right: `mail_parse` beside the libraries one would otherwise use.

    python -m benchmarks.mail_scores FOLDER

FOLDER is a set of mails with expectations: `*.jsonl` (one object a line: file, from_email, …), the mails in
folders beside them, and one floor up `score.py`, which compares. Without it the script says so and ends well.
The libraries are installed into a throw-away environment (--python names one that has them).
"""

import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.mail_readers import READERS
from benchmarks.mail_reviewed import differences, report

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ["imap-tools==1.16.0", "mail-parser==4.8.0"]
OURS = "mail_parse"
FIELDS = [
    *(
        "no_crash",
        "from_email",
        "from_name",
        "subject",
        "att_count",
        "att_names(recall)",
        "att_bytes(recall)",
    ),
    *("body_recall", "body_kept(recall>=.98)", "body_tokenF1"),
]


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", type=Path, help="an interpreter that has imap-tools and mail-parser")
    options = parser.parse_args()
    root, scorer = options.folder, options.folder.parent / "score.py"
    if not scorer.is_file() or not root.is_dir():
        print(f"Nothing to compare with: there is no set of mails in {root}.")
        return
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        expected = list(_expectations(root))
        names = scratch / "names"
        files = sorted(
            {str(root / each) for path in expected for each in _files(path) if (root / each).is_file()}
        )
        names.write_text("".join(f"{name}\n" for name in files))
        said = {
            OURS: _run(
                [sys.executable, ROOT / "manage.py", "mail_parse", "--json", "--files-from", names],
                scratch / OURS,
            )
        }
        python = options.python or _environment(scratch)
        for reader in READERS:
            command = [python, ROOT / "benchmarks" / "mail_readers.py", reader]
            said[reader] = _run(command, scratch / reader, given=names)
        for path in expected:
            scores = {who: _scores(scorer, path, answers) for who, answers in said.items()}
            _table(path.stem, scores)
            print(*report(path.stem, differences(scorer, path, said[OURS])), sep="\n")


def _expectations(root: Path) -> Iterator[Path]:
    """Those about whole letters; the others are about replies, or about what to wash."""
    for path in sorted(root.glob("*.jsonl")):
        first = json.loads(path.open(encoding="utf-8").readline())
        if first.get("format") == "eml":
            yield path


def _files(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)["file"]


def _environment(scratch: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", scratch / "venv"], check=True)
    python = scratch / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", *LIBRARIES], check=True)
    return python


def _run(command: list, into: Path, *, given: Path | None = None) -> Path:
    with into.open("wb") as answers, (given or Path("/dev/null")).open("rb") as names:
        subprocess.run(
            [str(each) for each in command], stdin=names, stdout=answers, stderr=subprocess.DEVNULL, cwd=ROOT
        )
    return into


def _scores(scorer: Path, expected: Path, answers: Path) -> dict[str, list[float]]:
    done = subprocess.run(
        [sys.executable, str(scorer), str(expected), str(answers), "--json"], capture_output=True, check=True
    )
    return json.loads(done.stdout)


def _table(title: str, scores: dict[str, dict[str, list[float]]]) -> None:
    print(f"\n{title:26}" + "".join(f"{who:>14}" for who in scores) + f"{'of':>8}")
    for field in FIELDS:
        cells = [_cell(each.get(field)) for each in scores.values()]
        total = max((each[field][1] for each in scores.values() if field in each), default=0)
        if total:
            print(f"{field:26}" + "".join(f"{cell:>14}" for cell in cells) + f"{total:>8}")


def _cell(score: Iterable[float] | None) -> str:
    if score is None:
        return "–"
    right, total = score
    return f"{100 * right / total:.1f} %"


if __name__ == "__main__":
    main()
