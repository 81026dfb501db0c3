"""Whose money it is: a manager sees all of it, a lead what their teams' centres spend, nobody else anything.

What one person earns is nobody's to see but a manager's: a lead sees pay only in sums over two or more people
other than themselves, by centre and kind.
"""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from budget.choices import PAY
from budget.models import Commitment, CostCentre, Explanation, Line, Posting, Scenario, Year
from staff.models import Membership, User

FEWEST = 2


def sees(user: User) -> bool:
    return user.may("budget.see")


def manages(user: User) -> bool:
    return user.may("budget.manage")


def years_for(user: User) -> QuerySet[Year]:
    """Leads see no draft: a plan is the managers' until it is approved."""
    if not sees(user):
        return Year.objects.none()
    years = Year.objects.select_related("current")
    return years if manages(user) else years.exclude(state="draft")


def year_for(user: User, year_id: int) -> Year:
    """Http404 if it is not theirs to see."""
    year = years_for(user).filter(pk=year_id).first()
    if year is None:
        raise Http404(f"no year {year_id} for this reader")
    return year


def managed_year(user: User, year_id: int) -> Year:
    """Http404 unless they may change it."""
    if not manages(user):
        raise Http404("not theirs to change")
    return year_for(user, year_id)


def centres_for(user: User) -> QuerySet[CostCentre]:
    centres = CostCentre.objects.select_related("team", "owner", "parent")
    if manages(user):
        return centres
    if not sees(user):
        return centres.none()
    led = user.memberships.filter(leads=True).values("team")
    return centres.filter(Q(team__in=led) | Q(owner=user))


def centre_for(user: User, centre_id: int) -> CostCentre:
    centre = centres_for(user).filter(pk=centre_id).first()
    if centre is None:
        raise Http404(f"no cost centre {centre_id} for this reader")
    return centre


def pay_hidden(
    user: User, years: Collection[Year], centres: Collection[CostCentre]
) -> set[tuple[int, int, str]]:
    """(year, centre, kind) of the pay that this person must not see: in some month of the year it is that of
    fewer than two others, or nobody knows of how many.
    """
    if manages(user):
        return set()
    months = (
        Posting.objects.standing()
        .filter(year__in=years, centre__in=centres, kind__in=PAY)
        .values("year", "centre", "kind", "day__year", "day__month")
        .annotate(others=Count("person", distinct=True, filter=~Q(person=user)))
        .order_by()
    )
    fewest: dict[tuple[int, int, str], int] = {}
    for month in months:
        place = (month["year"], month["centre"], month["kind"])
        fewest[place] = min(fewest.get(place, FEWEST), month["others"])
    planned_for = _colleagues(user, centres)
    return {
        (year.pk, centre.pk, kind.value)
        for year in years
        for centre in centres
        for kind in PAY
        if fewest.get((year.pk, centre.pk, kind.value), planned_for.get(centre.team_id, 0)) < FEWEST
    }


def _colleagues(user: User, centres: Collection[CostCentre]) -> dict[int | None, int]:
    """How many others each team has: what is planned and not posted yet is for them."""
    teams = [one.team_id for one in centres if one.team_id]
    rows = Membership.objects.filter(team__in=teams, user__is_active=True).exclude(user=user).order_by()
    return dict(rows.values_list("team").annotate(n=Count("pk")))


def line_for(user: User, year: Year, line_id: int) -> Line:
    """A lead opens no single line of pay: it may be one person's."""
    lines = Line.objects.filter(year=year, centre__in=centres_for(user)).select_related("centre")
    if not manages(user):
        lines = lines.exclude(kind__in=PAY)
    line = lines.filter(pk=line_id).first()
    if line is None:
        raise Http404(f"no line {line_id} for this reader")
    return line


def postings_for(user: User, year: Year) -> QuerySet[Posting]:
    """For a lead without pay."""
    found = Posting.objects.filter(year=year, centre__in=centres_for(user))
    if not manages(user):
        found = found.exclude(kind__in=PAY)
    return found.select_related("centre", "line", "made_by", "reverses", "reversed_by")


def pay_for(user: User, year: Year, centres: Collection[CostCentre]) -> QuerySet[Posting]:
    """Of what they see in sums alone: never to be listed."""
    hidden = pay_hidden(user, [year], centres)
    seen = [(one.pk, kind) for one in centres for kind in PAY if (year.pk, one.pk, kind.value) not in hidden]
    if not seen:
        return Posting.objects.none()
    places = [Q(centre=centre, kind=kind) for centre, kind in seen]
    return Posting.objects.filter(reduce(or_, places), year=year)


def posting_for(user: User, year: Year, posting_id: int) -> Posting:
    """To change: managers only."""
    found = postings_for(user, year).filter(pk=posting_id).first() if manages(user) else None
    if found is None:
        raise Http404(f"no posting {posting_id} for this reader")
    return found


def commitments_for(user: User, year: Year) -> QuerySet[Commitment]:
    found = Commitment.objects.filter(year=year, centre__in=centres_for(user))
    if not manages(user):
        found = found.exclude(kind__in=PAY)
    return found.select_related("centre", "line", "made_by")


def explanations_for(user: User, year: Year) -> QuerySet[Explanation]:
    """Pay out of bounds is explained by managers: what it was says what somebody earns."""
    found = Explanation.objects.filter(year=year, centre__in=centres_for(user))
    if not manages(user):
        found = found.exclude(kind__in=PAY)
    return found.select_related("year", "centre", "centre__team", "centre__owner", "explained_by")


def explanation_for(user: User, year: Year, explanation_id: int) -> Explanation:
    found = explanations_for(user, year).filter(pk=explanation_id, settled_at=None).first()
    if found is None:
        raise Http404(f"no explanation {explanation_id} for this reader")
    return found


def scenario_for(user: User, year: Year, scenario_id: int) -> Scenario:
    """What-ifs are about people and pay: managers only."""
    found = Scenario.objects.filter(year=year, pk=scenario_id).first() if manages(user) else None
    if found is None:
        raise Http404(f"no scenario {scenario_id} for this reader")
    return found


def numbers_for(user: User, numbers: Collection[int]) -> set[int]:
    """Those of the explanations that this colleague may still see."""
    found = Explanation.objects.filter(pk__in=numbers, centre__in=centres_for(user))
    if not manages(user):
        found = found.exclude(kind__in=PAY)
    return set(found.values_list("pk", flat=True))
