"""The parts of reports that machines read: delivery, receipts, complaints (RFC 3464, 8098, 5965). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from lib.text import one_line
from mail.decoding import decode_header
from mail.structure import Budget, read_head

MAX_BLOCKS = 100
MAX_NOTICE = 200_000  # bytes
REPORT_TYPES = {
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
}
RETURNED_TYPES = {
    *("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"),
    *("message/global", "message/global-headers"),
}
_BLANK = re.compile(rb"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*")


def report_name(content_type: str) -> str:
    """delivery-status, disposition-notification or feedback-report; the global kinds only add UTF-8."""
    return content_type.partition("/")[2].removeprefix("global-")


def header_groups(content: bytes, budget: Budget) -> tuple[Mapping[str, str], ...]:
    """The groups of headers in a status part, parted by blank lines."""
    groups: list[Mapping[str, str]] = []
    for group in _BLANK.split(content[:MAX_NOTICE].strip())[:MAX_BLOCKS]:
        if values := headers_of(group, budget):
            groups.append(MappingProxyType({name: each[0] for name, each in values.items()}))
    return tuple(groups)


def headers_of(content: bytes, budget: Budget) -> Mapping[str, tuple[str, ...]]:
    head = read_head(content[:MAX_NOTICE].lstrip() + b"\n\n", Budget(words=budget.words))
    values: dict[str, list[str]] = {}
    for name, value in list(head.all_headers())[:200]:
        values.setdefault(name, []).append(one_line(decode_header(value), 2_000))
    return MappingProxyType({name: tuple(each[:20]) for name, each in values.items()})
