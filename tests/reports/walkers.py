"""A reader who walks through dashboards, and what they met on the way."""

import re
from dataclasses import dataclass

from django.test import Client

from staff.models import User
from tests.reports.dashboards import EXPLAINED, NO_LIST
from tests.reports.walking import (
    LISTS,
    Number,
    Opened,
    address_of,
    kind_of,
    name_of,
    numbers,
    opened,
    view_of,
)
from tests.reports.world import SUBJECT
from tickets.access import tickets_for


@dataclass(frozen=True, slots=True)
class Step:
    """`opened` is None for a number without a link, and for one whose list another step has opened."""

    page: str
    number: Number
    address: str
    opened: Opened | None


class Walk:
    """One reader, with what they may see."""

    def __init__(self, reader: User) -> None:
        self.client = Client()
        self.client.force_login(reader)
        seen = tickets_for(reader)
        self.numbers = {*seen.values_list("pk", flat=True)}
        self.subjects = {*seen.values_list("subject", flat=True)}
        self.leaks: list[tuple[str, set]] = []
        self.known: dict[str, Opened] = {}

    def open(self, address: str) -> Opened:
        if address not in self.known:
            found = self.known[address] = opened(self.client, address)
            leaks = {*re.findall(SUBJECT, found.html)} - self.subjects | found.tickets - self.numbers
            self.leaks += [(address, leaks)] if leaks else []
        return self.known[address]

    def steps(self, pages: dict[str, str], *, thorough: bool) -> list[Step]:
        """Through all pages; `pages` are addresses with the names of their views."""
        found = [(view, number, address_of(number, page)) for page, view in pages.items()
                 for number in numbers(self.open(page).html)]  # fmt: skip
        most: dict[tuple[str, ...], tuple[int, str]] = {}
        for _view, number, address in found:
            if number.link:
                most[kind_of(address)] = max(most.get(kind_of(address), (-1, "")), (number.n or 0, address))
        chosen = {address for _n, address in most.values()}
        chosen |= {address for _view, _number, address in found if thorough and view_of(address) in LISTS}
        return [
            Step(view, number, address, self.open(address) if number.link and address in chosen else None)
            for view, number, address in found
        ]


def trouble_with(step: Step) -> str:
    number, name = step.number, (step.page, name_of(step.number))
    said = f"{step.page} {number.name!r}: {number.words!r}"
    if name in NO_LIST:
        return ""
    if not number.link:
        return f"{said} opens no list" if number.is_something else ""
    view, found = view_of(step.address), step.opened
    if found and found.status != 200:
        return f"{said} opens {step.address}, which is {found.status}"
    if view in EXPLAINED:
        return ""
    if view not in LISTS:
        return f"{said} opens {step.address}, which is no list"
    if number.n is None:
        return f"{said} does not say how long its list is"
    if found and found.count != number.n:
        return f"{said} opens {step.address} with {found.count}, not {number.n}"
    return ""
