"""What a calendar file says, for a letter that has no other text (RFC 5545). Pure."""

from __future__ import annotations

import re
from datetime import datetime

MAX_LINES = 5_000
MAX_NAME = 500  # characters of a property's name with its parameters
_UNFOLD = re.compile(r"\r?\n[ \t]")
_ZONE = re.compile(r"TZID=\"?([^;:\"]{1,80})", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([nN,;\\])")
_SHOWN = {"SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "STATUS", "ORGANIZER"}


def told(calendar: str) -> str:
    """Summary, time, place and description of the first event, a line each; '' when there is none."""
    values = _first_event(calendar)
    when = " – ".join(filter(None, (_moment(*values.get(name, ("", ""))) for name in ("DTSTART", "DTEND"))))
    plain = {name: _ESCAPED.sub(_unescaped, value) for name, (_parameters, value) in values.items()}
    lines = [plain.get("SUMMARY", ""), when, plain.get("LOCATION", "")]
    description = plain.get("DESCRIPTION", "").strip()
    told = "\n".join(line.strip() for line in lines if line.strip())
    return f"{told}\n\n{description}".strip("\n") if description else told


def _first_event(calendar: str) -> dict[str, tuple[str, str]]:
    values: dict[str, tuple[str, str]] = {}
    inside: list[str] = []
    for line in _UNFOLD.sub("", calendar[:500_000]).split("\n")[:MAX_LINES]:
        name, parameters, value = _parted(line.rstrip("\r"))
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            if inside[-1:] in (["VEVENT"], ["VTODO"]) and values:
                break
            inside = inside[:-1]
        elif inside[-1:] in (["VEVENT"], ["VTODO"]) and name in _SHOWN:
            values.setdefault(name, (parameters, value))
    return values


def _parted(line: str) -> tuple[str, str, str]:
    """Name, parameters and value; a colon in quotes parts nothing."""
    at = line.find(":", 0, MAX_NAME)
    while at >= 0 and line.count('"', 0, at) % 2:
        at = line.find(":", at + 1, MAX_NAME)
    if at < 0:
        return "", "", ""
    name, _, parameters = line[:at].partition(";")
    return name.strip().upper(), parameters, line[at + 1 :]


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def _moment(parameters: str, value: str) -> str:
    """20250304T100000Z → 2025-03-04 10:00 UTC; the zone as the file names it."""
    value = value.strip()
    for pattern, shape in (("%Y%m%dT%H%M%S", "%Y-%m-%d %H:%M"), ("%Y%m%d", "%Y-%m-%d")):
        try:
            moment = datetime.strptime(value.removesuffix("Z"), pattern)  # noqa: DTZ007 the zone is named apart
        except ValueError:
            continue
        zone = _ZONE.search(parameters)
        suffix = " UTC" if value.endswith("Z") else f" ({zone[1]})" if zone and "%H" in shape else ""
        return moment.strftime(shape) + suffix
    return value[:40]
