"""Who is there, until when, and when they are back. The roster speaks where one is published; elsewhere it is
whoever is on duty as far as opening hours and presence tell.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from scheduling.load import Span
from staff.duty import on_duty
from staff.models import User


@dataclass(frozen=True, slots=True)
class There:
    """`working`: in a part of the shift in which work is done. `ends_at` of the shift they are in, `left_at`
    when the last one ended, `next_at` when the next one begins; unknown without a roster. `planned` are their
    shifts of the weeks around.
    """

    on_shift: bool
    working: bool
    rostered: bool = False
    on_call: bool = False
    ends_at: datetime.datetime | None = None
    left_at: datetime.datetime | None = None
    next_at: datetime.datetime | None = None
    planned: tuple[Span, ...] = ()


NOT_THERE = There(False, False)


def there(users: Collection[User], at: datetime.datetime) -> dict[int, There]:
    on = on_duty(users, at)
    return {one.pk: There(one.pk in on, one.pk in on) for one in users}


def called(team: int, at: datetime.datetime) -> list[int]:
    """Who is on call for the team, the first first."""
    return []


def speaks(team: int, at: datetime.datetime) -> bool:
    """Whether a roster of the team is published for that moment."""
    return False
