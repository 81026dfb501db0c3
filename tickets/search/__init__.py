"""The language of the search box. Pure: no Django.

    status:open team:"Kraków billing" (tag:refund OR tag:invoice) created>2026-01-01 -from:acme.com "exact"

It offers parse (a text to a tree), write (the tree back to a text) and spot (what is typed at the cursor).
"""

from tickets.search.fields import FIELDS, NAMES, Field, Kind
from tickets.search.parsing import MOST_LENGTH, MOST_TERMS, parse
from tickets.search.spot import Spot, spot
from tickets.search.tree import All, Any, Node, Not, Problem, Query, Term, Word, leaves, wanted
from tickets.search.writing import write

__all__ = [
    "FIELDS", "MOST_LENGTH", "MOST_TERMS", "NAMES", "All", "Any", "Field", "Kind", "Node", "Not", "Problem",
    "Query", "Spot", "Term", "Word", "leaves", "parse", "spot", "wanted", "write",
]  # fmt: skip
