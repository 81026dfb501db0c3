"""Mail of people that must be kept as such: python -m benchmarks.mail_humans FOLDER

Other desks' test suites hold letters that open or answer a ticket there, so a person wrote them by their own
word; replies of real mail programs belong here too, and what was sorted as wanted mail by hand, unless a list
or a bulk sender says so in its headers. FOLDER holds these sets, one folder each; those that are absent are
left out. Prints how many `mail_parse` takes for ordinary mail, and the others by name. Exit 1 below 99 %.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENOUGH = 0.99
# set → (pattern of its letters, those that its own suite takes for something else)
SETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "redmine": ("*.eml", ()),
    "freescout": ("*.eml", ()),
    "libredesk": ("*.eml", ("bounce-dsn.eml",)),
    "django_helpdesk": ("*.eml", ()),
    "nylas": ("raw_message*.txt", ()),
    "talon": ("standard_replies/*.eml", ()),
    "rt": ("emails/*", ("multipart-report", "crashes-file-based-parser")),
    "spamassassin_corpus_sample": ("easy-ham-1/*", ()),
}
# A letter with one of these, or from noreply@, says itself that a list or a machine sent it.
SAY_SO = (
    b"list-",
    b"precedence:",
    b"auto-submitted:",
    b"x-mailing-list:",
    b"x-loop:",
    b"errors-to:",
    b"feedback-id:",
)


def letters(folder: Path, name: str) -> Iterator[Path]:
    pattern, others = SETS[name]
    for file in sorted((folder / name).glob(pattern)):
        if file.is_file() and file.name not in others and not says_so(file.read_bytes()):
            yield file


def says_so(raw: bytes) -> bool:
    head = raw.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].lower()
    return any(
        line.startswith(SAY_SO) or (line.startswith(b"from:") and b"noreply@" in line)
        for line in head.split(b"\n")
    )


def kinds(files: list[Path]) -> dict[str, str]:
    """What `mail_parse` says of each file."""
    command = [sys.executable, str(ROOT / "manage.py"), "mail_parse", "--json", "--files-from", "-"]
    names = "".join(f"{file}\n" for file in files)
    done = subprocess.run(command, input=names, capture_output=True, text=True, check=True, cwd=ROOT)
    told = (json.loads(line) for line in done.stdout.splitlines())
    return {each["file"]: each["kind"] for each in told}


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    found = {name: list(letters(folder, name)) for name in SETS if (folder / name).is_dir()}
    every = [file for files in found.values() for file in files]
    if not every:
        print(f"Nothing to look at: there are no letters of people in {folder}.")
        return
    said, kept = kinds(every), 0
    for name, files in found.items():
        lost = [file for file in files if said.get(str(file)) != "normal"]
        kept += len(files) - len(lost)
        print(f"{name:28}{len(files) - len(lost):>6} of {len(files)}")
        for file in lost:
            print(f"    {said.get(str(file), 'unread'):12} {file.relative_to(folder)}")
    print(f"{'kept as people’s':28}{kept:>6} of {len(every)}  {100 * kept / len(every):.1f} %")
    sys.exit(kept < ENOUGH * len(every))


if __name__ == "__main__":
    main()
