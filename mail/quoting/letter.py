"""The best reading of a whole letter, out of its plain text and its HTML. Pure."""

from __future__ import annotations

import re

from mail.parsed import ParsedMail
from mail.quoting.html import Reading, read
from mail.quoting.lines import forward_subject
from mail.quoting.plain import Split, visible

_NO_LETTERS = re.compile(r"[\W_]+")
MIN_SHARE = 0.5  # of the letters of one form, for both to be one letter


def visible_mail(mail: ParsedMail) -> Split:
    """What is new in a letter. Marks in its HTML are better evidence than words in its text."""
    return read_mail(mail)[0]


def read_mail(mail: ParsedMail) -> tuple[Split, str]:
    """The same, and its HTML with the place at which `lib.folding` folds it."""
    passed_on = forward_subject(mail.subject)
    plain = visible(mail.text, passed_on=passed_on)
    if not mail.html.strip():
        return plain, ""
    reading = read(mail.html, passed_on=passed_on)
    return _better(plain, reading) if mail.text.strip() else reading.split, reading.html


def _better(plain: Split, reading: Reading) -> Split:
    marked = reading.split
    if _same(plain, marked) or _letters(marked) < MIN_SHARE * _letters(plain):
        return plain  # the HTML says no more, or less
    if reading.marked or _letters(plain) < MIN_SHARE * _letters(marked):
        return marked
    return marked if marked.folded and len(marked.new) < len(plain.new) else plain


def _same(one: Split, other: Split) -> bool:
    return _NO_LETTERS.sub("", one.new) == _NO_LETTERS.sub("", other.new)


def _letters(split: Split) -> int:
    return len(_NO_LETTERS.sub("", split.new)) + len(_NO_LETTERS.sub("", split.folded))
