"""May these people work these shifts: law and contract, with what they work around them. One door for every
way in which a shift comes to somebody.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from scheduling.around import around, span_of
from scheduling.labour import Breach, Limits, Rules, Span, stricter
from scheduling.regimes import REGIMES, Kind
from staff.models import Contract
from staff.queries import contracts_on


def breaches(
    planned: Mapping[int, Sequence[Span]],
    *,
    start: datetime.datetime,
    end: datetime.datetime,
    zone: ZoneInfo,
    instead_of: Collection[int] | QuerySet = (),
) -> dict[int, list[Breach]]:
    """For each person what their `planned` shifts between `start` and `end` would break, together with their
    published ones around; of those `instead_of` are left out, by number. Law and contract, time off that was
    approved, what they said they cannot, and the hard caps of overwork. Who has no contract may have no
    shift: that is a breach of its own kind.
    """
    users = list(planned)
    contracts = contracts_on(users, start.astimezone(zone).date())
    rules = {user: rules_of(contract) for user, contract in contracts.items()}
    theirs = around(users, start, end, zone, without=instead_of, weeks=_weeks_asked(rules.values()))
    found = {}
    for user, spans in planned.items():
        if user not in rules:
            found[user] = [Breach(Kind.NO_CONTRACT, one.starts_at, one.ends_at, 0, 0) for one in spans[:1]]
            continue
        all_of_them = theirs[user].check(spans, rules[user], zone)
        found[user] = [one for one in all_of_them if one.starts_at < end and one.ends_at > start]
    return found


def _weeks_asked(rules: Iterable[Rules]) -> int:
    return max((one.average_weeks for one in rules if one.max_week_avg_h is not None), default=0)


def rules_of(contract: Contract) -> Rules:
    limits = Limits(
        max_day_h=float(contract.max_day_hours),
        max_week_h=float(contract.max_week_hours),
        min_rest_h=float(contract.min_rest_hours),
        night_work=contract.night_work,
    )
    return stricter(REGIMES[contract.regime].rules, limits)


__all__ = ["breaches", "rules_of", "span_of"]
