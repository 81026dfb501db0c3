"""A text to a tree.

`parse` never raises: what it cannot read is a Problem that says where. Its work is linear in the text, and
the length of the text, the number of its terms and the depth of its brackets are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from tickets.search.fields import NAMES, Field, Kind
from tickets.search.times import is_time
from tickets.search.tree import All, Any, Node, Not, Problem, Query, Term, Word

MOST_LENGTH = 500
MOST_TERMS = 24
MOST_DEPTH = 8
MOST_PROBLEMS = 3

RUN = re.compile(r'[^\s"()]+')
FIELD = re.compile(r"([Cc][Ff]\.[A-Za-z0-9_]{1,40}|[A-Za-z][A-Za-z_-]{1,30}?)(<=|>=|:|<|>)(.*)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,15}")
# What phones and word processors make of a quotation mark.
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"\x00": " "})


def parse(text: str) -> Query:
    if len(text) > MOST_LENGTH:
        return Query(None, (Problem("too_long", MOST_LENGTH, len(text) - MOST_LENGTH),))
    reader = _Reader(text.translate(QUOTES))
    tree = reader.query()
    problems = tuple(sorted(reader.problems, key=lambda problem: problem.at)[:MOST_PROBLEMS])
    return Query(None if problems else tree, problems)


# --- tokens


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "(" · ")" · "-" · "or" · "leaf"
    at: int
    leaf: Node | None = None
    word: str = ""


class _Reader:
    """Reads left to right, and never the same character twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self.terms = 0
        self.tokens = list(self._tokens())
        self.next = 0

    def wrong(self, kind: str, at: int, length: int, word: str = "", hint: str = "", *options: str) -> None:
        self.problems.append(Problem(kind, at, max(length, 1), word, hint, options))

    def _tokens(self) -> Iterator[_Token]:
        at, text = 0, self.text
        while at < len(text):
            char = text[at]
            if char.isspace():
                at += 1
            elif char in "()":
                yield _Token(char, at)
                at += 1
            elif char == "-" and at + 1 < len(text) and not text[at + 1].isspace():
                yield _Token("-", at, word="-")
                at += 1
            else:
                leaf, end = self._phrase(at) if char == '"' else self._run(at)
                if isinstance(leaf, _Token):
                    yield leaf
                elif leaf is not None:
                    self.terms += 1
                    if self.terms > MOST_TERMS:
                        self.wrong("too_many", at, end - at)
                        return
                    yield _Token("leaf", at, leaf)
                at = end

    def _quoted(self, at: int) -> tuple[str, int]:
        """What stands between the quotation mark at `at` and the next one, and where it ends."""
        end = self.text.find('"', at + 1)
        if end < 0:
            self.wrong("open_quote", at, len(self.text) - at)
            end = len(self.text)
        return " ".join(self.text[at + 1 : end].split()), min(end + 1, len(self.text))

    def _phrase(self, at: int) -> tuple[Node | None, int]:
        words, end = self._quoted(at)
        return (Word(words, exact=True, at=at, length=end - at) if _says(words) else None), end

    def _run(self, at: int) -> tuple[Node | _Token | None, int]:
        found = RUN.match(self.text, at)
        assert found is not None
        run, end = found[0], found.end()
        if run in {"OR", "|"}:
            return _Token("or", at, word=run), end
        if run in {"AND", "&"}:
            return None, end
        if run == "NOT":
            return _Token("-", at, word=run), end
        if run.startswith("#") and _NUMBER.fullmatch(run, 1):
            return Term("number", ":", run[1:].lstrip("0") or "0", at=at + 1, length=len(run) - 1), end
        named = FIELD.fullmatch(run)
        if named and self._is_field(named, end):
            return self._term(named, at, end)
        text = run.rstrip("*")
        if not _says(text):
            return None, end
        return Word(text, begins=text != run, at=at, length=len(run)), end

    def _is_field(self, found: re.Match[str], end: int) -> bool:
        """Is this meant as a field? Addresses, times and “Re:” are words."""
        name, op, rest = found[1].lower(), found[2], found[3]
        if name in NAMES:
            return True
        if op != ":" or rest.startswith(("/", ":", "\\")):
            return False
        return bool(rest) or self.text[end : end + 1] == '"'

    def _term(self, found: re.Match[str], at: int, end: int) -> tuple[Node | None, int]:
        name, op, rest = found[1].lower(), found[2], found[3]
        value_at = at + len(found[1]) + len(op)
        quoted = not rest and self.text[end : end + 1] == '"'
        if quoted:
            rest, end = self._quoted(end)
        if name not in NAMES:
            self.wrong("unknown_field", at, len(found[1]), found[1], _near(name, tuple(NAMES)))
            return None, end
        about = NAMES[name]
        if not rest.strip("*,"):
            self.wrong("no_value", value_at, end - value_at, about.name, about.example)
            return None, end
        if op != ":" and not about.compares:
            self.wrong("no_comparing", value_at - len(op), len(op), about.name, f"{about.name}:{rest}")
            return None, end
        place = (value_at, end - value_at)
        if quoted or op != ":" or about.kind is Kind.TIME:
            return self._value(about, op, rest, quoted, *place), end
        return self._values(about, rest, *place), end

    def _values(self, about: Field, rest: str, at: int, length: int) -> Node | None:
        """`tag:refund,invoice` is one or the other."""
        found: list[Node] = []
        for value in rest.split(","):
            if value.strip("*"):
                term = self._value(about, ":", value, False, at, len(value))
                if self.terms + len(found) >= MOST_TERMS:
                    self.wrong("too_many", at, len(value))
                    break
                if term is not None and term not in found:
                    found.append(term)
            at += len(value) + 1
        self.terms += max(len(found) - 1, 0)
        return _any(found)

    def _value(self, about: Field, op: str, value: str, quoted: bool, at: int, length: int) -> Node | None:
        exact = quoted and about.kind is Kind.WORDS
        term = Term(about.name, op, value, exact, at, length)
        match about.kind:
            case Kind.CHOICE:
                word = value.lower().replace(" ", "_")
                if word not in about.values:
                    self.wrong("bad_value", at, length, value, _near(word, about.values), *about.values)
                    return None
                return replace(term, value=word)
            case Kind.TIME:
                if not is_time(value):
                    self.wrong("bad_time", at, length, value)
                    return None
                return replace(term, value=value.lower())
            case Kind.NUMBER:
                digits = value.removeprefix("#")
                if not _NUMBER.fullmatch(digits):
                    self.wrong("bad_number", at, length, value)
                    return None
                return replace(term, value=digits.lstrip("0") or "0")
            case Kind.WORDS if not _says(value):
                self.wrong("no_value", at, length, about.name, about.example)
                return None
        return term

    # --- the tree

    def query(self) -> Node | None:
        node = self._either(0)
        while (token := self._peek()) is not None:  # only a bracket that nobody opened stops it
            self.wrong("stray_bracket", token.at, 1)
            self.next += 1
            self._either(0)
        return node

    def _peek(self) -> _Token | None:
        return self.tokens[self.next] if self.next < len(self.tokens) else None

    def _either(self, depth: int) -> Node | None:
        found = [self._every(depth)]
        while (token := self._peek()) is not None and token.kind == "or":
            self.next += 1
            found.append(self._every(depth))
            if found[-1] is None or found[-2] is None:
                self.wrong("dangling", token.at, len(token.word), token.word)
        return _any([node for node in found if node is not None])

    def _every(self, depth: int) -> Node | None:
        found: list[Node] = []
        while (token := self._peek()) is not None and token.kind not in {"or", ")"}:
            node = self._one(token, depth)
            if node is not None:
                found.extend(node.items if isinstance(node, All) else (node,))
        return All(tuple(found)) if len(found) > 1 else next(iter(found), None)

    def _one(self, token: _Token, depth: int) -> Node | None:
        """A leaf or a bracket, and whatever negates it."""
        negated, first = False, token
        while token.kind == "-":
            negated, self.next = not negated, self.next + 1
            following = self._peek()
            if following is None or following.kind in {"or", ")"}:
                self.wrong("dangling", first.at, len(first.word), first.word)
                return None
            token = following
        self.next += 1
        node = token.leaf if token.kind == "leaf" else self._bracket(token, depth + 1)
        if node is None or not negated:
            return node
        return node.item if isinstance(node, Not) else Not(node)

    def _bracket(self, opened: _Token, depth: int) -> Node | None:
        if depth > MOST_DEPTH:
            if not any(problem.kind == "too_deep" for problem in self.problems):
                self.wrong("too_deep", opened.at, 1)
            self.next = len(self.tokens)
            return None
        node = self._either(depth)
        if self._peek() is None:
            if not any(problem.kind == "too_deep" for problem in self.problems):
                self.wrong("open_bracket", opened.at, 1)
        else:
            self.next += 1
        return node


def _says(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _near(word: str, words: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(word, words, 1, 0.6)), "")


def _any(found: list[Node]) -> Node | None:
    flat: list[Node] = []
    for node in found:
        flat.extend(node.items if isinstance(node, Any) else (node,))
    return Any(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)
