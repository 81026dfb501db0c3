"""What the thread would show of the HTML in a file. No database, nothing is kept."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lib.html import sanitise
from mail.decoding import decode_bytes
from mail.parser import parse


class Command(BaseCommand):
    help = (
        "Print what the thread would show of an HTML body. A file named .eml is read as a letter. "
        "Needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="an HTML body; - is standard input")
        parser.add_argument("--json", action="store_true", help='one {"file", "html_out"} a line')
        parser.add_argument(
            "--payloads",
            action="append",
            default=[],
            metavar="FILE.jsonl",
            help='many bodies: one {"file", "payload"} a line; implies --json',
        )

    def handle(self, *args: object, **options) -> None:
        if not options["files"] and not options["payloads"]:
            raise CommandError("Name at least one file, or give a set with --payloads.")
        as_json = options["json"] or bool(options["payloads"])
        failed = False
        for name, html, error in [*_files(options["files"]), *_payloads(options["payloads"])]:
            failed = failed or bool(error)
            line = {"file": name, "html_out": sanitise(html), **({"error": error} if error else {})}
            if as_json:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            elif error:
                self.stderr.write(f"{name}: {error}")
            else:
                self.stdout.write(line["html_out"])
        if failed:
            raise CommandError("Not every file could be read.", returncode=1)


def _files(names: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each file's name, HTML, and what went wrong."""
    for name in names:
        try:
            raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            yield name, "", str(error)
        else:
            yield name, parse(raw).html if name.lower().endswith(".eml") else decode_bytes(raw)[0], ""


def _payloads(sets: list[str]) -> Iterator[tuple[str, str, str]]:
    for name in sets:
        try:
            lines = Path(name).read_text("utf-8").split("\n")
            rows = [json.loads(line) for line in lines if line.strip()]
            yield from ((str(row["file"]), str(row["payload"]), "") for row in rows)
        except (OSError, ValueError, LookupError, TypeError) as error:
            yield name, "", f"not a set of payloads: {error}"
