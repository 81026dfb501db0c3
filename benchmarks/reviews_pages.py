"""Every page of the reviews, as an agent, a lead and a manager open it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import get_resolver, reverse

from qa.access import checks_for
from qa.choices import COUNTED, Heard, State
from qa.models import Calibration, Coaching, Cycle, Loop, Plan, Review, Scorecard, ToneFinding
from staff.models import User
from tests.web.pages.qa import NO_PAGES

AGENT, LEAD, MANAGER = READERS = ("agent0@desk.example", "lead0@desk.example", "manager0@desk.example")
REVIEWERS, MANAGERS = READERS[1:], READERS[2:]
# Whatever they count they have to look at: held against a bound, not against a smaller desk.
FIGURES = {"qa:quality"}


@dataclass(frozen=True, slots=True)
class Page:
    """`by` opens it; `is_figures` says that it may grow with the desk."""

    title: str
    by: str
    address: str
    is_figures: bool = False


def names() -> set[str]:
    return {f"qa:{one.name}" for one in get_resolver("qa.urls").url_patterns}


def left_out() -> set[str]:
    """Pages that nobody says here how to open."""
    return names() - NO_PAGES - set(WAYS)


def pages() -> Iterator[Page]:
    """What there is nothing of on this desk for a reader is left out."""
    for name, (readers, arguments, queries) in WAYS.items():
        for by in readers:
            given = arguments(User.objects.get(email=by))
            if given is None:
                continue
            for query in queries:
                if by == AGENT and "by=" in query and "person" in query:
                    continue
                said = " ".join([name.removeprefix("qa:"), query]).strip()
                yield Page(said, by.partition("0@")[0], reverse(name, args=given) + query, name in FIGURES)


def _nothing(_who: User) -> list[int]:
    return []


def _mine(who: User, *states: str) -> Any:
    """Newest first; an agent's own, else those the reader gave or writes."""
    theirs = {"person": who} if who.role == "agent" else {"reviewer": who}
    return Review.objects.filter(state__in=states, **theirs).order_by("-begun_at")


def _review(who: User) -> list[int] | None:
    one = _mine(who, *COUNTED).filter(disputes__isnull=False).first()
    return [one.pk] if one else None


def _foreign(who: User) -> list[int] | None:
    """Of the team, given by somebody else: its opening is written down."""
    found = Review.objects.filter(state=State.READ).exclude(reviewer=who).order_by("-begun_at")
    if who.role == "lead":
        found = found.filter(team__in=who.memberships.values("team"))
    return [found[0].pk]


def _begun(who: User) -> list[int] | None:
    one = _mine(who, State.BEGUN).first()
    return [one.pk] if one else None


def _to_begin(who: User) -> list[int] | None:
    """The answer beside the one under review, which nobody has looked at."""
    one = _mine(who, *COUNTED).first()
    return [one.message_id + 1] if one else None


def _ticket(who: User) -> list[int] | None:
    one = _mine(who, *COUNTED).first()
    return [one.message.ticket_id] if one else None


def _coaching(who: User) -> list[int] | None:
    theirs = {"person": who} if who.role == "agent" else {"coach": who}
    one = Coaching.objects.filter(**theirs).first()
    return [one.pk] if one else None


def _calibration(who: User) -> list[int] | None:
    found = Calibration.objects.all() if who.role == "manager" else who.calibrations.all()
    one = found.first()
    return [one.pk] if one else None


def _item(who: User) -> list[int] | None:
    found = _calibration(who)
    return [*found, 2] if found else None


def _finding(who: User) -> list[int] | None:
    found = ToneFinding.objects.filter(state=Heard.CONFIRMED)
    if who.role != "manager":
        theirs = {"message__author": who} if who.role == "agent" else {"judged_by": who}
        found = found.filter(**theirs)
    one = found.first()
    return [one.pk] if one else None


def _loop(_who: User) -> list[int] | None:
    one = Loop.objects.first()
    return [one.pk] if one else None


def _check(who: User) -> list[int] | None:
    one = checks_for(who).first()
    return [one.pk] if one else None


def _first(model: Any, who: User) -> list[int]:
    return [model.objects.first().pk]


def _cycle(_who: User) -> list[int]:
    one = Cycle.objects.order_by("number")[52]
    return [one.plan_id, one.number]


SHELVES = ("?show=all", "?show=all&page=9", "?show=all&q=Kask", "?show=write", "?show=settle", "?show=given")
WAYS_OF_QUALITY = ("criterion", "team", "person", "type", "channel", "language", "product", "scorecard")
WAYS: dict[str, tuple[tuple[str, ...], Any, tuple[str, ...]]] = {
    "qa:reviews": (READERS, _nothing, ("?show=mine", *SHELVES)),
    "qa:review": (READERS, _review, ("", "?")),
    "qa:write": (REVIEWERS, _begun, ("",)),
    "qa:begin": (REVIEWERS, _to_begin, ("",)),
    "qa:of_ticket": (REVIEWERS, _ticket, ("",)),
    "qa:quality": (READERS, _nothing, ("", *(f"?by={way}&days=364&drawn=0" for way in WAYS_OF_QUALITY))),
    "qa:checks": (MANAGERS, _nothing, ("",)),
    "qa:check": (MANAGERS, _check, ("",)),
    "qa:plans": (MANAGERS, _nothing, ("",)),
    "qa:plan_new": (MANAGERS, _nothing, ("",)),
    "qa:plan": (MANAGERS, partial(_first, Plan), ("",)),
    "qa:plan_change": (MANAGERS, partial(_first, Plan), ("",)),
    "qa:cycle": (MANAGERS, _cycle, ("", "?page=3")),
    "qa:calibrations": (REVIEWERS, _nothing, ("",)),
    "qa:calibration_new": (MANAGERS, _nothing, ("",)),
    "qa:calibration": (REVIEWERS, _calibration, ("",)),
    "qa:calibration_item": (REVIEWERS, _item, ("",)),
    "qa:coachings": (READERS, _nothing, ("",)),
    "qa:coaching_new": (REVIEWERS, _foreign, ("",)),
    "qa:coaching": (READERS, _coaching, ("",)),
    "qa:tone": (READERS, _nothing, ("", "?state=mine", "?state=confirmed")),
    "qa:tone_finding": (READERS, _finding, ("",)),
    "qa:tone_rules": (REVIEWERS, _nothing, ("",)),
    "qa:loops": (MANAGERS, _nothing, ("",)),
    "qa:loop": (MANAGERS, _loop, ("",)),
    "qa:scorecards": (MANAGERS, _nothing, ("",)),
    "qa:scorecard_new": (MANAGERS, _nothing, ("",)),
    "qa:scorecard": (MANAGERS, partial(_first, Scorecard), ("",)),
}
