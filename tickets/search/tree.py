"""What a search asks for, as a tree. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as part


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong from character `at` on. `hint` is what may have been meant, `options` what would do."""

    kind: str
    at: int
    length: int
    word: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text; `exact`: these very words in this order; `begins`: how a word begins."""

    text: str
    exact: bool = False
    begins: bool = False
    at: int = part(default=0, compare=False)
    length: int = part(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A field compared with a value. `at` and `length` are the value's place."""

    field: str
    op: str
    value: str
    exact: bool = False
    at: int = part(default=0, compare=False)
    length: int = part(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    item: Node


@dataclass(frozen=True, slots=True)
class All:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    items: tuple[Node, ...]


Node = Word | Term | Not | All | Any


@dataclass(frozen=True, slots=True)
class Query:
    """The tree of a text; None when it asks for nothing, or for something that cannot be read."""

    tree: Node | None
    problems: tuple[Problem, ...] = ()


def leaves(node: Node | None) -> Iterator[Word | Term]:
    """Its words and terms, in the order of the text."""
    if isinstance(node, All | Any):
        for item in node.items:
            yield from leaves(item)
    elif isinstance(node, Not):
        yield from leaves(node.item)
    elif node is not None:
        yield node


def wanted(node: Node | None) -> Iterator[Word | Term]:
    """Those of its leaves that a hit may hold: none that is ruled out."""
    if isinstance(node, All | Any):
        for item in node.items:
            yield from wanted(item)
    elif isinstance(node, Word | Term):
        yield node
