"""Files written into the text as `begin 644 name … end`. Pure."""

from __future__ import annotations

import re

from mail.decoding import decode_uuencoded

MAX_FILES = 100
_BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,200})")
_LINE = re.compile(r"[ -`]{0,100}")


def without_files(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without them, and their names and contents. One pass over the lines."""
    if "\nbegin " not in f"\n{text}":
        return text, []
    files: list[tuple[str, bytes]] = []
    kept: list[str] = []
    lines: list[str] = []
    name = ""
    for line in text.split("\n"):
        begin = _BEGIN.fullmatch(line)
        if begin and len(files) < MAX_FILES:
            kept += lines
            name, lines = begin[1], [line]
        elif not name:
            kept.append(line)
        elif line.strip() == "end":
            files.append((name, decode_uuencoded([each.encode("ascii", "replace") for each in lines[1:]])))
            name, lines = "", []
        elif _LINE.fullmatch(line):
            lines.append(line)
        else:
            kept += [*lines, line]
            name, lines = "", []
    return "\n".join(kept + lines), files
