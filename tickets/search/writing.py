"""A tree back to a text. Pure."""

from __future__ import annotations

import re

from tickets.search.fields import FIELDS, Kind
from tickets.search.tree import All, Any, Node, Not, Term, Word

_BARE = re.compile(r'[^\s"(),]+')


def write(node: Node | None) -> str:
    """A text that `parse` reads as this very tree."""
    match node:
        case None:
            return ""
        case Word():
            return f'"{node.text}"' if node.exact else node.text + "*" * node.begins
        case Term():
            return f"{node.field}{node.op}{_value(node)}"
        case Not():
            return f"-{_inner(node.item)}"
        case All():
            return " ".join(f"({write(item)})" if _is_either(item) else write(item) for item in node.items)
        case Any():
            return _list(node) or " OR ".join(write(item) for item in node.items)


def _value(term: Term) -> str:
    return f'"{term.value}"' if term.exact or not _BARE.fullmatch(term.value) else term.value


def _list(node: Any) -> str:
    """One field with several values is written `tag:refund,invoice`."""
    terms = [item for item in node.items if isinstance(item, Term) and _in_list(item)]
    if len(terms) < len(node.items) or len({term.field for term in terms}) > 1:
        return ""
    return f"{terms[0].field}:{','.join(term.value for term in terms)}"


def _in_list(term: Term) -> bool:
    plain = not term.exact and _BARE.fullmatch(term.value) is not None
    return term.op == ":" and plain and FIELDS[term.field].kind is not Kind.TIME


def _is_either(node: Node) -> bool:
    return isinstance(node, Any) and not _list(node)


def _inner(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, All) or _is_either(node) else write(node)
