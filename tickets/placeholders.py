"""Words in braces that stand for what is known of a ticket: {first_name|there}. Pure.

`{name}` becomes its value; `{name|otherwise}` becomes `otherwise` where nothing is known. What is filled in
is never read again, so a customer's name cannot bring placeholders of its own. Other braces stay as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

NAMES = (
    "customer", "first_name", "organisation", "reference", "number", "subject", "team", "agent",
    "agent_first_name",
)  # fmt: skip
_PLACE = re.compile(r"\{([a-z_]{1,40})(?:\|([^{}\n]{0,200}))?\}")


@dataclass(frozen=True)
class Filled:
    """The text, and the placeholders for which nothing was known and nothing else was written."""

    text: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unknown:
    """A placeholder that nobody fills; `near` is what may have been meant, or empty."""

    name: str
    near: str


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """The text with every placeholder of NAMES filled from `values`."""
    missing: list[str] = []

    def one(found: re.Match[str]) -> str:
        name, otherwise = found[1], found[2]
        if name not in NAMES:
            return found[0]
        value = values.get(name, "").strip() or (otherwise or "")
        if not value and otherwise is None and name not in missing:
            missing.append(name)
        return value

    return Filled(_PLACE.sub(one, text), tuple(missing))


def unknown(text: str) -> list[Unknown]:
    """The placeholders of the text that are none, each once, in their order."""
    names = dict.fromkeys(found[1] for found in _PLACE.finditer(text))
    return [
        Unknown(name, next(iter(get_close_matches(name, NAMES, 1, 0.6)), ""))
        for name in names
        if name not in NAMES
    ]
