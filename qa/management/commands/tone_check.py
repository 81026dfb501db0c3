"""Answers in, one JSON object a line out: how polite each is and what is wrong with it. Needs no database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qa.tone import check

OPTIONAL = ("name", "context")


class BadLine(ValueError):
    """Says what a line lacks."""


class Command(BaseCommand):
    help = (
        "Read JSON lines {id, text, lang}, and where known {name, context} of the customer, and print "
        "{id, polite_score, findings: [{kind, start, end, rule, confidence}], layers} for each. A line that "
        "cannot be read is told on standard error with its number, and the others go on. Needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", default="-", metavar="FILE", help="JSON lines; - is standard input"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line (the only form)")

    def handle(self, *args: object, **options: Any) -> None:
        if options["file"] == "-":
            return self._all(sys.stdin.buffer)
        try:
            with open(options["file"], "rb") as file:
                return self._all(file)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error

    def _all(self, lines: Iterable[bytes]) -> None:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                self.stdout.write(json.dumps(_checked(line), ensure_ascii=False))
            except BadLine as error:
                self.stderr.write(f"line {number}: {error}")


def _checked(line: bytes) -> dict[str, object]:
    asked = _read(line)
    known = {name: asked[name] for name in OPTIONAL if asked.get(name)}
    result = check(asked["text"], asked["lang"], **known)
    return {
        "id": asked["id"],
        "polite_score": result.polite_score,
        "findings": [asdict(found) for found in result.findings],
        "layers": result.layers,
    }


def _read(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from error
    if not isinstance(asked, dict):
        raise BadLine("not an object with id, text and lang")
    if missing := [name for name in ("id", "text", "lang") if name not in asked]:
        raise BadLine(f"no {', '.join(missing)}")
    for name in ("text", "lang", *OPTIONAL):
        if not isinstance(asked.get(name) or "", str):
            raise BadLine(f"{name} is no text")
    if not isinstance(asked["id"], str | int):
        raise BadLine("id is neither text nor a whole number")
    return asked | {name: asked[name] or "" for name in ("text", "lang")}
