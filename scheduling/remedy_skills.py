"""Who of those who could close a gap can do what is missing in it."""

import datetime
from collections.abc import Sequence

from scheduling.able import able
from scheduling.asking import Ask
from scheduling.models import CoverageRisk
from staff.models import Team, User


def lacking(row: CoverageRisk | None) -> list[Ask]:
    """What is asked for then, and too few who are there can do."""
    parts = [part for one in (row.why if row else {}).values() for part in one.get("parts", ())]
    return [Ask(part["skill"], part["language"]) for part in parts if part["there"] < part["need"]]


def fitting(
    team: Team, row: CoverageRisk | None, people: Sequence[User], at: datetime.datetime
) -> dict[int, bool]:
    """By number: whether they come first. Whom it leaves out would not help: there are enough of them."""
    asks = lacking(row)
    if row is None or not asks:
        return {one.pk: True for one in people}
    can = able(team, people, asks, at.date())
    enough = row.rostered >= row.required
    return {one.pk: bool(can[one.pk]) for one in people if can[one.pk] or not enough}
