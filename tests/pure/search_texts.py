"""What somebody might type into the search box, from dice: sentences of the language, those broken in every
way a hand, a phone or a program breaks them, and what was never meant for it. Text n of a seed is always the
same.
"""

import random
from collections.abc import Callable

from tickets.search import FIELDS, MOST_LENGTH, NAMES, Field, Kind

WORDS = (
    "refund", "Kraków", "заказ", "õun", "straße", "İstanbul", "e-mail", "12:30", "C++", "a@b.example",
    "#1042", "https://acme.example/x?a=b&c=(d)", "naïve", "日本語", "🙂", "don't", "1,5", "50%", "x_y", "ﬁne",
)  # fmt: skip
TIMES = (
    "today", "2026-01", "2026-02-31", "7d", "2h", "..", "2026..", "31.12.2025", "9999-12-31", "0000-00-00",
    "99999y", "now", "2026-13", "1900-01-01..yesterday",
)  # fmt: skip
VALUES = (
    "me", "none", "open", "high", "acme.example", "billing", "nosuch", "5", "9" * 20, "ref*", "*",
)  # fmt: skip
PIECES = (
    *NAMES, *WORDS, *TIMES, *VALUES, ":", "<", ">", "<=", ">=", '"', "(", ")", "-", " ", " ", "OR", "AND",
    "NOT", "|", "&", "*", "#", ",", "..", "\x00", "\\", "'", "%", "//", "“", "”", "„", "\n", "\t", "\u00a0",
    "\u202e", "\u200d", "\u0301", "\ufeff", "\ue000", "\ue001", "<b>", "&lt;", "{{", "%(word)s", "$1", "::",
    "<->", "!",
)  # fmt: skip


def text(seed: str, number: int) -> str:
    draw = random.Random(f"{seed} {number}")
    return draw.choice(_KINDS)(draw)


def sentence(draw: random.Random, depth: int = 0) -> str:
    """One that can be read, nearly always."""
    parts = [_part(draw, depth) for _ in range(draw.choice((1, 1, 2, 2, 3, 5)))]
    return draw.choice((" ", " ", " OR ", " AND ")).join(parts)


def _part(draw: random.Random, depth: int) -> str:
    minus = draw.choice(("", "", "", "-", "NOT "))
    if depth < 4 and draw.random() < 0.2:
        return f"{minus}({sentence(draw, depth + 1)})"
    if draw.random() < 0.4:
        return minus + draw.choice((_word, _phrase))(draw)
    return minus + _term(draw, draw.choice([*FIELDS.values()]))


def _word(draw: random.Random) -> str:
    return draw.choice(WORDS) + draw.choice(("", "", "", "*"))


def _phrase(draw: random.Random) -> str:
    return '"' + " ".join(draw.choices(WORDS, k=draw.randint(1, 4))) + '"'


def _term(draw: random.Random, about: Field) -> str:
    name = draw.choice((about.name, *about.aliases))
    sign = draw.choice((":", ":", "<", ">=")) if about.compares else ":"
    return f"{name}{sign}{_value(draw, about)}"


def _value(draw: random.Random, about: Field) -> str:
    if about.kind is Kind.CHOICE:
        return ",".join(draw.choices(about.values, k=draw.choice((1, 1, 1, 1, 2, 2, 3, 60))))
    if about.kind is Kind.TIME:
        return draw.choice(TIMES)
    if about.kind is Kind.NUMBER:
        return str(draw.randrange(10 ** draw.choice((1, 4, 15, 20))))
    many = ",".join(draw.choices(VALUES, k=draw.choice((2, 3, 60))))
    return draw.choice((draw.choice(VALUES), draw.choice(WORDS), _phrase(draw), many))


def broken(draw: random.Random) -> str:
    """A sentence after a few accidents."""
    made = sentence(draw)
    for _ in range(draw.choice((1, 1, 2, 4))):
        at = draw.randrange(len(made) + 1)
        until = at + draw.randrange(1, 12)
        match draw.randrange(6):
            case 0:  # a piece falls in
                made = made[:at] + draw.choice(PIECES) + made[at:]
            case 1:
                made = made[:at] + made[until:]
            case 2:
                made = made[:at]
            case 3:  # two keys in the wrong order
                made = made[:at] + made[at : at + 2][::-1] + made[at + 2 :]
            case 4:
                made = made[:until] + made[at:until] * draw.randrange(1, 40) + made[until:]
            case _:  # another text pasted into it
                made = made[:at] + sentence(draw) + made[at:]
    return made


def pieces(draw: random.Random) -> str:
    return "".join(draw.choices(PIECES, k=draw.randrange(30)))


def unicode(draw: random.Random) -> str:
    """Characters of all planes, none of them half a pair: an address cannot carry those."""
    ranges = ((0, 0x20), (0x20, 0x7F), (0x80, 0x2FF), (0x300, 0x36F), (0x370, 0x1FFF), (0x2000, 0x206F),
              (0x2E80, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x10FFFF))  # fmt: skip
    return "".join(chr(draw.randint(*draw.choice(ranges))) for _ in range(draw.randrange(120)))


def huge(draw: random.Random) -> str:
    piece = draw.choice((pieces, unicode, sentence))(draw) or "x"
    length = draw.choice((MOST_LENGTH - 1, MOST_LENGTH, MOST_LENGTH + 1, 3000, 20_000))
    return (piece * (length // len(piece) + 1))[:length]


def nested(draw: random.Random) -> str:
    opened = draw.choice(("(", "-(", "((", "NOT (", "(a OR ", '"(', "tag:("))
    times = draw.choice((3, 7, 8, 9, 40, 200))
    return opened * times + sentence(draw) + ")" * draw.choice((times, times - 1, times + 1, 0))


_KINDS: tuple[Callable[[random.Random], str], ...] = (
    sentence, broken, broken, broken, pieces, pieces, unicode, huge, nested,
)  # fmt: skip
