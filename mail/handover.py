"""A letter in plain JSON: how the child that read it hands it to us, who do not trust the child. Pure."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeVar

from mail.addressing import Address
from mail.parsed import ParsedMail, Part, Report

T = TypeVar("T")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_NO_LINE = re.compile("[\x00\r\n\ud800-\udfff]")


def packed(mail: ParsedMail) -> dict[str, object]:
    return {
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": mail.references,
        "author": _pair(mail.author),
        "from_": mail.from_ and _pair(mail.from_),
        "sender": mail.sender and _pair(mail.sender),
        "reply_to": _pairs(mail.reply_to),
        "to": _pairs(mail.to),
        "cc": _pairs(mail.cc),
        "delivered_to": mail.delivered_to,
        "subject": mail.subject,
        "date": mail.date and mail.date.isoformat(),
        "headers": dict(mail.headers),
        "text": mail.text,
        "html": mail.html,
        "attachments": [_file(part) for part in mail.attachments],
        "report": mail.report and _report(mail.report),
        "secured": mail.secured,
        "defects": mail.defects,
    }


def unpacked(said: object) -> ParsedMail:
    """The letter. ValueError when it is not one, or holds what no parsed letter holds."""
    if not isinstance(said, dict):
        raise ValueError("not a letter")
    try:
        return ParsedMail(**{name: read(said[name]) for name, read in _FIELDS.items()})  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ValueError("not a letter") from error


def _pair(one: Address) -> tuple[str, str]:
    return one.name, one.address


def _pairs(many: Iterable[Address]) -> list[tuple[str, str]]:
    return [_pair(one) for one in many]


def _file(part: Part) -> dict[str, object]:
    return {
        "name": part.name,
        "content_type": part.content_type,
        "content": base64.b64encode(part.content).decode("ascii"),
        "content_id": part.content_id,
        "inline": part.inline,
    }


def _report(report: Report) -> dict[str, object]:
    return {
        "type": report.type,
        "blocks": [dict(block) for block in report.blocks],
        "original": dict(report.original),
    }


def _text(value: object) -> str:
    if not isinstance(value, str) or _NO_TEXT.search(value):
        raise ValueError("not a text")
    return value


def _line(value: object) -> str:
    if not isinstance(value, str) or _NO_LINE.search(value):
        raise ValueError("not a line")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value


def _lines(value: object) -> tuple[str, ...]:
    return tuple(_line(each) for each in _list(value))


def _maybe(read: Callable[[object], T]) -> Callable[[object], T | None]:
    return lambda value: None if value is None else read(value)


def _address(value: object) -> Address:
    name, address = _lines(value)
    return Address(name, address)


def _addresses(value: object) -> tuple[Address, ...]:
    return tuple(_address(each) for each in _list(value))


def _moment(value: object) -> datetime:
    return datetime.fromisoformat(_line(value)).astimezone(UTC)


def _named(read: Callable[[object], T]) -> Callable[[object], Mapping[str, T]]:
    def mapping(value: object) -> Mapping[str, T]:
        if not isinstance(value, dict):
            raise ValueError("not a mapping")
        return MappingProxyType({_line(name): read(each) for name, each in value.items()})

    return mapping


def _part(value: object) -> Part:
    said = _named(lambda each: each)(value)
    return Part(
        name=_line(said["name"]),
        content_type=_line(said["content_type"]),
        content=base64.b64decode(_line(said["content"]), validate=True),
        content_id=_maybe(_line)(said["content_id"]),
        inline=said["inline"] is True,
    )


def _reported(value: object) -> Report:
    said = _named(lambda each: each)(value)
    return Report(
        type=_line(said["type"]),
        blocks=tuple(_named(_text)(block) for block in _list(said["blocks"])),
        original=_named(_lines)(said["original"]),
    )


_FIELDS: dict[str, Callable[[object], object]] = {
    "message_id": _maybe(_line),
    "in_reply_to": _lines,
    "references": _lines,
    "author": _address,
    "from_": _maybe(_address),
    "sender": _maybe(_address),
    "reply_to": _addresses,
    "to": _addresses,
    "cc": _addresses,
    "delivered_to": _lines,
    "subject": _line,
    "date": _maybe(_moment),
    "headers": _named(_lines),
    "text": _text,
    "html": _text,
    "attachments": lambda value: tuple(_part(each) for each in _list(value)),
    "report": _maybe(_reported),
    "secured": _lines,
    "defects": _lines,
}
