"""Files of letters in, one JSON object a line out. No database, no broker, nothing is kept."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lib.contained import Child, Stopped
from mail.summary import at_a_glance, unfolded

LETTER = {
    "from_email": "",
    "from_name": "",
    "subject": "",
    "reply_text": "",
    "body_text": "",
    "attachments": [],
    "kind": "normal",
}
TEXT = {"reply_text": ""}
HTML_NAMES = {".html", ".htm"}


class Command(BaseCommand):
    help = (
        "Print what the desk reads in each file, one JSON object a line: file, from_email, from_name, "
        "subject, reply_text, body_text, attachments, kind, error. Needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="a letter as bytes; - is standard input")
        parser.add_argument("--json", action="store_true", help="one JSON object a line (the only form)")
        parser.add_argument(
            "--text", action="store_true", help="the files hold only a body: text, or HTML when named .html"
        )
        parser.add_argument(
            "--files-from", metavar="LIST", help="names of files, one a line; - is standard input"
        )

    def handle(self, *args: object, **options) -> None:
        names = [*options["files"], *_listed(options["files_from"])]
        if not names:
            raise CommandError("Name at least one file, or give a list with --files-from.")
        if "-" in names and options["files_from"] == "-":
            raise CommandError("Standard input can be the letter or the list, not both.")
        for line in (_texts if options["text"] else _letters)(names):
            self.stdout.write(json.dumps(line, ensure_ascii=False))


def _listed(source: str | None) -> list[str]:
    if not source:
        return []
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8", "surrogateescape")
    except OSError as error:
        raise CommandError(f"The list cannot be read: {error}") from error
    return [name for name in text.split("\n") if name]


def _letters(names: Iterable[str]) -> Iterator[dict[str, object]]:
    with Child("mail.summary:summary") as child:
        for name in names:
            yield _line(name, LETTER, child, at_a_glance)


def _texts(names: Iterable[str]) -> Iterator[dict[str, object]]:
    with Child("mail.summary:reply") as plain, Child("mail.summary:reply_in_html") as html:
        for name in names:
            yield _line(name, TEXT, html if Path(name).suffix.lower() in HTML_NAMES else plain, unfolded)


def _line(
    name: str,
    empty: dict[str, object],
    child: Child,
    otherwise: Callable[[bytes], dict[str, object]],
) -> dict[str, object]:
    """One file can stop its child, never the run: then `otherwise` tells what little can be told."""
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return {"file": shown, **empty, **child.ask(raw), "error": None}
    except OSError as error:
        return {"file": shown, **empty, "error": f"cannot be read: {error.strerror}"}
    except Stopped:
        return {"file": shown, **empty, **otherwise(raw), "error": None}
