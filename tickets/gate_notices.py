"""Whoever lacks something before a gate hears of it beforehand, and once more when the days are over."""

import datetime
from collections import defaultdict
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.models import User
from tickets.gates import crews, gates_in_use, standings
from tickets.gating import GuidelineNeed, Missing
from tickets.models import Gate

AHEAD = gettext_noop("“{kind}” asks you for “{what}” by {day}")
OVER = gettext_noop("You are not offered “{kind}” until you have “{what}”")
# What ran out longer ago is not news any more: it stands on their page.
NO_NEWS_AFTER = datetime.timedelta(days=30)


class Told(NamedTuple):
    """The same for everybody who lacks it from the same time on."""

    key: str
    gate: Gate
    missing: Missing
    is_over: bool


def warn(now: datetime.datetime | None = None) -> int:
    """How many were told. Safe to run at any time and twice: a notice has a key, and is given once."""
    now = now or database_clock.now()
    told: dict[Told, list[int]] = defaultdict(list)
    for gate in gates_in_use():
        people = {one for crew in crews(gate).values() for one in crew}
        for pk, (stand,) in standings(people, now, [gate]).items():
            for one in stand.verdict.missing:
                if one.until > now - NO_NEWS_AFTER:
                    told[_told(gate, one, now)].append(pk)
    people_by_number = User.objects.in_bulk({pk for numbers in told.values() for pk in numbers})
    return sum(_tell(one, [people_by_number[pk] for pk in numbers], now) for one, numbers in told.items())


def _told(gate: Gate, one: Missing, now: datetime.datetime) -> Told:
    is_guideline = isinstance(one.need, GuidelineNeed)
    what = f"g{one.need.article}" if is_guideline else f"s{one.need.skill}"
    key = f"gate-{gate.pk}-{what}-{one.since.timestamp():.0f}-{'over' if one.is_over(now) else 'ahead'}"
    return Told(key, gate, one, one.is_over(now))


def _tell(one: Told, people: list[User], now: datetime.datetime) -> int:
    need, gate = one.missing.need, one.gate
    titles = {asked.article_id: asked.article.title for asked in gate.guidelines}
    is_guideline = isinstance(need, GuidelineNeed)
    return notify(
        people, key=one.key, kind=Kind.TRAINING, words=OVER if one.is_over else AHEAD,
        params={
            "kind": gate.name, "what": titles[need.article] if is_guideline else gate.skill.name,
            "day": timezone.localtime(one.missing.until).date().isoformat(),
        },
        page="knowledge:article" if is_guideline else "tickets:may_take",
        page_args=[need.article] if is_guideline else [],
        about=("article", need.article) if is_guideline else None, at=now,
    )  # fmt: skip
