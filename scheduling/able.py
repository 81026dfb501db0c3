"""Who can do which of the work that is asked for: as routing sees it, on a day ahead."""

import datetime
from collections import defaultdict
from collections.abc import Collection

from scheduling.asking import Ask
from scheduling.sources import levels_of
from staff.choices import Level
from staff.models import HeldSkill, Team, User


def able(
    team: Team, people: Collection[User], asks: Collection[Ask], on: datetime.date
) -> dict[int, frozenset[Ask]]:
    """By person those of `asks` that they can do; in three statements at most. Languages are their own, the
    team's, and those that they write well enough to work alone.
    """
    asks = [ask for ask in asks if ask.key]
    if not asks:
        return {one.pk: frozenset() for one in people}
    needed, held, codes = levels_of(team), defaultdict[int, dict[int, int]](dict), defaultdict[int, set](set)
    rows = HeldSkill.objects.on(on).filter(user__in=[one.pk for one in people], skill__active=True)
    for user, skill, level, code in rows.values_list("user", "skill", "level", "skill__code"):
        held[user][skill] = level
        if code and level >= Level.WORKS:
            codes[user].add(code)
    return {
        one.pk: frozenset(
            ask
            for ask in asks
            if (ask.skill is None or held[one.pk].get(ask.skill, 0) >= needed.get(ask.skill, Level.LEARNS))
            and (not ask.language or ask.language in {one.language, team.language, *codes[one.pk]})
        )
        for one in people
    }
