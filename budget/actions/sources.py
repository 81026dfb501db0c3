"""What the sources say, posted. Safe to run at any time and twice: what stands is compared first."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Max

from budget.actions.posting import reversal_of
from budget.choices import YearState
from budget.models import Posting, Year
from budget.sources import Cost, Placing, Provider, last_full_month, providers, whole_of
from lib import database_clock


def post_sources(now: datetime.datetime | None = None) -> int:
    """Of every open year the months that are over; how many postings were made. A closed year stays."""
    now, made = now or database_clock.now(), 0
    for year in Year.objects.exclude(state=YearState.CLOSED).filter(starts_on__lte=now.date()):
        for name, provider in providers().items():
            made += _post(year, name, provider, now)
    return made


@transaction.atomic
def _post(year: Year, name: str, provider: Provider, now: datetime.datetime) -> int:
    """A whole that is no longer what was posted is reversed and posted anew; one that is gone, reversed. One
    that not every share of has a cost centre waits for it.
    """
    fresh = Year.objects.select_for_update().get(pk=year.pk)
    until = last_full_month(fresh, now.date())
    if until is None or fresh.is_closed:
        return 0
    placing = Placing()
    costs, standing = _wholes(provider(fresh.starts_on, until)), _standing(fresh, name)
    wrong = sorted(
        whole
        for whole in {*costs, *standing}
        if _sum(costs.get(whole, ())) != _sum(standing.get(whole, ()))
        and all(placing.centre_of(cost) is not None for cost in costs.get(whole, ()))
    )
    if not wrong:
        return 0
    gone = [one for whole in wrong for one in standing.get(whole, ())]
    for one in gone:
        reversal_of(one, words=one.words, by=None, at=now)
    return len(gone) + _post_all(fresh, name, [c for w in wrong for c in costs.get(w, ())], placing, now)


def _sum(rows: Iterable[Cost | Posting]) -> int:
    return sum(one.cents for one in rows)


def _post_all(year: Year, name: str, costs: Sequence[Cost], placing: Placing, now: datetime.datetime) -> int:
    turns = _turns(name, [cost.source_ref for cost in costs])
    rows = [
        Posting(
            year=year, centre_id=placing.centre_of(cost), kind=cost.kind, day=cost.day, cents=cost.cents,
            words=cost.words[:200], source=name, source_ref=cost.source_ref, person_id=cost.person_id,
            turn=turns.get(cost.source_ref, 0) + 1, made_at=now,
        )
        for cost in costs
        if cost.cents
    ]  # fmt: skip
    return len(Posting.objects.bulk_create(rows))


def _wholes(costs: Iterable[Cost]) -> Mapping[str, list[Cost]]:
    found: dict[str, list[Cost]] = defaultdict(list)
    for cost in costs:
        found[cost.whole].append(cost)
    return found


def _standing(year: Year, name: str) -> Mapping[str, list[Posting]]:
    found: dict[str, list[Posting]] = defaultdict(list)
    for one in Posting.objects.standing().filter(year=year, source=name):
        found[whole_of(one.source_ref)].append(one)
    return found


def _turns(name: str, source_refs: Sequence[str]) -> dict[str, int]:
    rows = Posting.objects.filter(source=name, source_ref__in=source_refs, reverses=None).order_by()
    return dict(rows.values_list("source_ref").annotate(turn=Max("turn")))
