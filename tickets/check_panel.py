"""The checklists of one ticket as its details show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class ListPanel:
    """`items` are rows of the page's statement: id, text, required, done, by; `key` is the id in the page."""

    pk: int
    name: str
    items: Sequence[Mapping[str, Any]]

    @property
    def done(self) -> int:
        return sum(bool(item["done"]) for item in self.items)


def lists_of(ticket: Ticket) -> list[ListPanel]:
    """Those that have items, in the order in which they were added."""
    grouped = groupby(ticket.every_item, lambda item: (item["list"], item["name"]))
    return [
        ListPanel(pk, name, [{**item, "key": f"item-{item['id']}"} for item in items])
        for (pk, name), items in grouped
    ]
