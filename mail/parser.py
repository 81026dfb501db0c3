"""Bytes of a letter in, a ParsedMail out; never raises, whatever the bytes are. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lib.html import to_text
from lib.text import clean, one_line
from mail.addressing import Address, read_addresses, read_author
from mail.bodies import Leaves, leaves
from mail.decoding import decode_bytes, decode_header
from mail.headers import letter_date, message_ids, repair
from mail.parsed import ParsedMail, Part, Report
from mail.structure import Budget, Node, read_head, read_tree

__all__ = ["ParsedMail", "Part", "Report", "glance", "parse"]

MAX_SUBJECT = 500
MAX_FIELD = 2_000  # characters of a value kept in ParsedMail.headers
MAX_FIELDS = 500
MAX_SAME = 50  # values kept of one header
MAX_TEXT = 1_000_000
MAX_HTML = 2_000_000
GLANCE = 200_000  # bytes

HANDED_TO = (
    *("delivered-to", "x-original-to", "envelope-to", "x-envelope-to"),
    *("x-delivered-to", "x-forwarded-to"),
)


def parse(raw: bytes) -> ParsedMail:
    """Read a letter (RFC 5322, 2045–2049, 2231). The worst input gives a ParsedMail with `defects`."""
    budget = Budget()
    for attempt in (_parse, _parse_head_only):
        try:
            return attempt(raw, budget)
        except Exception as error:  # a letter must never stop the desk; what went wrong is a defect
            budget.words.add(f"unreadable_{type(error).__name__.lower()}")
    return ParsedMail(text=_bounded(raw.decode("latin-1"), MAX_TEXT, budget), defects=_sorted(budget))


def glance(raw: bytes) -> ParsedMail:
    """The head of a letter that went over its limits, and the beginning of its body as it stands."""
    budget = Budget(words={"limits_reached"})
    try:
        return _parse_head_only(raw[:GLANCE], budget)
    except Exception as error:  # as in parse
        budget.words.add(f"unreadable_{type(error).__name__.lower()}")
    text = raw[:GLANCE].decode("latin-1")
    return ParsedMail(text=_bounded(text, MAX_TEXT, budget), defects=_sorted(budget))


def _parse(raw: bytes, budget: Budget) -> ParsedMail:
    mended, words = repair(raw)
    budget.words |= words
    root = read_tree(mended, budget)
    return _letter(root, leaves(root, budget), budget)


def _parse_head_only(raw: bytes, budget: Budget) -> ParsedMail:
    """Headers, and the whole body as text: for trees that the parser cannot climb."""
    fresh = Budget(words=budget.words)
    root = read_head(repair(raw)[0], fresh)
    body = decode_bytes(root.raw_body[:MAX_TEXT])[0]
    return _letter(root, Leaves(texts=[body]), fresh)


def _letter(root: Node, found: Leaves, budget: Budget) -> ParsedMail:
    raw_headers = _raw_headers(root)
    hint = root.charset or found.charset

    def addresses(name: str) -> tuple[Address, ...]:
        return read_addresses(", ".join(raw_headers.get(name, ())), hint)

    def first(name: str) -> str:
        return next(iter(raw_headers.get(name, ())), "")

    def ids(name: str) -> tuple[str, ...]:
        return message_ids(decode_header(value) for value in raw_headers.get(name, ()))

    sender = addresses("sender")
    author = read_author(", ".join(raw_headers.get("from", ())), hint)
    writers = (author,) if author.address else sender or addresses("return-path")
    if not author.address:
        budget.words.add("from_guessed" if writers else "from_missing")
    date = letter_date(first("date")) if "date" in raw_headers else None
    if date is None:
        budget.words.add("date_unreadable" if "date" in raw_headers else "date_missing")
    message_id = next(iter(ids("message-id")), None)
    if message_id is None:
        budget.words.add("message_id_missing")
    html = _bounded(found.html, MAX_HTML, budget)
    text = found.text or (to_text(html) if html.strip() else "")
    return ParsedMail(
        message_id=message_id,
        in_reply_to=ids("in-reply-to"),
        references=ids("references"),
        author=author,
        from_=writers[0] if writers else None,
        sender=sender[0] if sender else None,
        reply_to=addresses("reply-to"),
        to=addresses("to"),
        cc=addresses("cc"),
        delivered_to=_handed_to(raw_headers),
        subject=one_line(decode_header(first("subject"), hint), MAX_SUBJECT),
        date=date,
        headers=_kept(raw_headers, hint),
        text=_bounded(text, MAX_TEXT, budget),
        html=html,
        attachments=found.parts(html),
        report=found.report,
        secured=tuple(sorted(found.secured)),
        defects=_sorted(budget),
    )


def _raw_headers(node: Node) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in node.all_headers():
        values.setdefault(name, []).append(value)
    return values


def _kept(raw_headers: Mapping[str, list[str]], hint: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(
        {
            name: tuple(_field(value, hint) for value in values[:MAX_SAME])
            for name, values in list(raw_headers.items())[:MAX_FIELDS]
        }
    )


def _field(value: str, hint: str) -> str:
    return one_line(decode_header(value[: 4 * MAX_FIELD], hint), MAX_FIELD)


def _handed_to(raw_headers: Mapping[str, list[str]]) -> tuple[str, ...]:
    values = [value for name in HANDED_TO for value in raw_headers.get(name, ())]
    found = [address.address for value in values[:MAX_SAME] for address in read_addresses(value)]
    return tuple(dict.fromkeys(found))[:50]


def _bounded(text: str, limit: int, budget: Budget) -> str:
    if len(text) > limit:
        budget.words.add("text_cut")
        text = text[:limit]
    return clean(text)


def _sorted(budget: Budget) -> tuple[str, ...]:
    return tuple(sorted(budget.words))
