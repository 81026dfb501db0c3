"""May these people work these shifts: law and contract, with what they work around them. One door for every
way in which a shift comes to somebody.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from scheduling.choices import Activity
from scheduling.labour import Breach, Limits, Span, check, stricter
from scheduling.models import Shift
from scheduling.models.rosters import Stretch
from scheduling.regimes import REGIMES, Kind
from staff.models import Contract
from staff.queries import contracts_on

# Rest and weeks are counted across the edges of what is planned.
AROUND = datetime.timedelta(days=15)


def span_of(stretch: Stretch) -> Span:
    return Span(
        stretch.starts_at,
        stretch.ends_at,
        tuple(
            (
                stretch.starts_at + datetime.timedelta(minutes=part["from"]),
                stretch.starts_at + datetime.timedelta(minutes=part["from"] + part["minutes"]),
            )
            for part in sorted(stretch.parts, key=lambda part: part["from"])
            if part["kind"] == Activity.BREAK
        ),
    )


def breaches(
    planned: Mapping[int, Sequence[Span]],
    *,
    start: datetime.datetime,
    end: datetime.datetime,
    zone: ZoneInfo,
    instead_of: Collection[int] = (),
) -> dict[int, list[Breach]]:
    """For each person what their `planned` shifts between `start` and `end` would break, together with their
    published ones of two weeks around; of those `instead_of` are left out, by number. Who has no contract may
    have no shift: that is a breach of its own kind.
    """
    contracts = contracts_on(list(planned), start.astimezone(zone).date())
    others = _published(planned, start - AROUND, end + AROUND, instead_of)
    found = {}
    for user, spans in planned.items():
        contract = contracts.get(user)
        if contract is None:
            found[user] = [Breach(Kind.NO_CONTRACT, one.starts_at, one.ends_at, 0, 0) for one in spans[:1]]
            continue
        all_of_them = check([*others[user], *spans], rules_of(contract), zone)
        found[user] = [one for one in all_of_them if one.starts_at < end and one.ends_at > start]
    return found


def rules_of(contract: Contract):
    limits = Limits(
        max_day_h=float(contract.max_day_hours),
        max_week_h=float(contract.max_week_hours),
        min_rest_h=float(contract.min_rest_hours),
        night_work=contract.night_work,
    )
    return stricter(REGIMES[contract.regime].rules, limits)


def _published(
    users: Iterable[int], start: datetime.datetime, end: datetime.datetime, without: Collection[int]
) -> dict[int, list[Span]]:
    found = defaultdict(list)
    for shift in Shift.objects.of(*users).between(start, end).exclude(pk__in=without):
        found[shift.user_id].append(span_of(shift))
    return found
