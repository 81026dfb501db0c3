"""Which scorecard an answer is reviewed by."""

from collections.abc import Iterable
from typing import Any

from qa.models import Scorecard
from tickets.models import Message


def fitting(message: Message, scorecards: Iterable[Scorecard]) -> list[Scorecard]:
    """Those that apply to it, the one that asks most about it first."""
    is_ = {
        "channels": message.channel, "teams": message.ticket.team_id, "types": message.ticket.type_id,
        "languages": message.ticket.language,
    }  # fmt: skip
    found = [one for one in scorecards if applies(one.current.applies, is_)]
    return sorted(found, key=lambda one: (-_narrow(one.current.applies), one.name))


def applies(wanted: dict[str, list[Any]], is_: dict[str, Any]) -> bool:
    return all(not wanted.get(name) or value in wanted[name] for name, value in is_.items())


def _narrow(wanted: dict[str, list[Any]]) -> int:
    return sum(1 for values in wanted.values() if values)
