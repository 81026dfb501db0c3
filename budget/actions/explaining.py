"""Months out of bounds: noticed, told to whoever owns the cost centre, explained."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from budget.access import explanations_for
from budget.actions.guarding import open_year, remember
from budget.choices import PAY, Done, LineKind, YearState
from budget.models import CostCentre, Explanation, Year
from budget.queries import whole_book
from budget.sums import Variance, variance
from lib import database_clock
from notices.actions import notify, settle
from notices.choices import Kind
from staff.models import User
from staff.permissions import roles_with

MOST_WORDS = 2000


def look_for_variances(now: datetime.datetime | None = None) -> int:
    """How many new ones there are. Safe to run at any time and twice."""
    now = now or database_clock.now()
    years = Year.objects.filter(state=YearState.APPROVED, starts_on__lte=now.date())
    return sum(_look_at(year, now) for year in years)


@transaction.atomic
def _look_at(year: Year, now: datetime.datetime) -> int:
    fresh = Year.objects.select_for_update(of=("self",)).select_related("current").get(pk=year.pk)
    if fresh.state != YearState.APPROVED:
        return 0
    known = {(one.centre_id, one.kind, one.month): one for one in fresh.explanations.all()}
    found, new = _out_of_bounds(fresh, now.date()), 0
    for place, (centre, apart) in found.items():
        if place in known:
            _again(known[place], apart)
        else:
            new += 1
            _ask(fresh, centre, place[1], place[2], apart, now)
    for place, one in known.items():
        if place not in found and one.explained_at is None and one.settled_at is None:
            Explanation.objects.filter(pk=one.pk).update(settled_at=now)
            settle(("variance", one.pk))
    return new


def _out_of_bounds(
    year: Year, today: datetime.date
) -> dict[tuple[int, str, int], tuple[CostCentre, Variance]]:
    """By centre, kind and month of those that are over."""
    book, found = whole_book(year), {}
    for centre in book.centres.values():
        for kind, sums in book.kinds_of(centre.pk):
            for month in range(year.months_over(today)):
                apart = variance(sums.plan[month], sums.actual[month], year.limits)
                if apart.is_out:
                    found[centre.pk, kind, month] = (centre, apart)
    return found


def _again(known: Explanation, apart: Variance) -> None:
    """What is not explained yet is shown as it is now; what was within the limits may leave them again."""
    now = {"plan_cents": apart.plan, "actual_cents": apart.actual, "settled_at": None}
    if known.explained_at is None and any(getattr(known, name) != value for name, value in now.items()):
        Explanation.objects.filter(pk=known.pk).update(**now)


def _ask(
    year: Year, centre: CostCentre, kind: str, month: int, apart: Variance, now: datetime.datetime
) -> None:
    made = Explanation.objects.create(
        year=year, centre=centre, kind=kind, month=month, plan_cents=apart.plan, actual_cents=apart.actual,
        found_at=now,
    )  # fmt: skip
    notify(
        _whom(centre, kind),
        key=f"budget-variance-{made.pk}",
        kind=Kind.BUDGET,
        words=gettext_noop("Out of the budget: {centre}, {kind}, {month}"),
        detail=gettext_noop("Explain it in a few words."),
        params={
            "centre": centre.name,
            "kind": {"word": _english(kind)},
            "month": year.months[month].strftime("%Y-%m"),
        },
        page="budget:explanations",
        page_args=[year.pk],
        about=("variance", made.pk),
        at=now,
    )


def _english(kind: str) -> str:
    """The word itself: each reader has it in their own language."""
    with override("en"):
        return str(LineKind(kind).label)


def _whom(centre: CostCentre, kind: str) -> list[User]:
    """The owner of the centre; managers where there is none, or where it is about pay."""
    owner = centre.owner
    if owner and owner.may("budget.see") and (kind not in PAY or owner.may("budget.manage")):
        return [owner]
    return list(User.objects.filter(is_active=True, role__in=roles_with("budget.manage")))


@transaction.atomic
def explain(explanation: Explanation, *, words: str, by: User) -> Explanation:
    """In the words of whoever may see it. Once given it stays; the year is open."""
    year = open_year(explanation.year)
    if not explanations_for(by, year).filter(pk=explanation.pk).exists():
        raise PermissionDenied("budget.see")
    words = words.replace("\x00", "").strip()
    if len(words) < 3:
        raise ValidationError(_("Say in a few words why it is so."))
    if len(words) > MOST_WORDS:
        raise ValidationError(_("The text is longer than %(most)s characters."), params={"most": MOST_WORDS})
    fresh = Explanation.objects.select_for_update(of=("self",)).get(pk=explanation.pk)
    if fresh.explained_at is not None:
        raise ValidationError(_("Somebody has explained this meanwhile."))
    fresh.words, fresh.explained_by, fresh.explained_at = words, by, database_clock.now()
    fresh.settled_at = None
    fresh.save(update_fields=["words", "explained_by", "explained_at", "settled_at"])
    settle(("variance", fresh.pk), by=by)
    place = f"{fresh.centre.code} · {LineKind(fresh.kind).label} · {year.months[fresh.month]:%Y-%m}"
    remember(year, Done.EXPLAINED, by=by, at=fresh.explained_at, words=place, said=words)
    return fresh
