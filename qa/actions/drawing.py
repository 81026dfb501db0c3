"""A cycle of a plan: what is drawn, who gets it, what steps in for what cannot be reviewed."""

import datetime
import secrets
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from lib import database_clock
from qa.access import reviewable_by, scorecards_for
from qa.actions.reviewing import begin_review
from qa.applying import fitting
from qa.assigning import Task, assign
from qa.choices import DrawState, State, Why
from qa.models import Cycle, Draw, Plan, Review, Scorecard
from qa.quality import changed
from qa.risks import risk, risks_of, sizes_of
from qa.sampling import Drawn, Unit, draw
from staff.models import User
from tickets.choices import MessageKind
from tickets.models import Message

RESERVE = 10  # so many of each person step in at most


def draw_due(*, at: datetime.datetime | None = None) -> int:
    """Every cycle that is over and was not drawn yet, of plans that run; how many. Safe to run twice."""
    at = at or database_clock.now()
    return sum(draw_cycles(plan, at=at) for plan in Plan.objects.filter(ended_at=None))


def draw_cycles(plan: Plan, *, at: datetime.datetime) -> int:
    """Those of one plan, each in a transaction of its own."""
    drawn = 0
    while draw_next(plan, at=at) is not None:
        drawn += 1
    return drawn


@transaction.atomic
def draw_next(plan: Plan, *, at: datetime.datetime, seed: int | None = None) -> Cycle | None:
    """The oldest cycle that is over and not drawn; None if there is none."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    last = plan.cycles.first()
    number = last.number + 1 if last else 1
    since, until = bounds(plan, number)
    if plan.ended_at or until > at:
        return None
    seed = secrets.randbits(62) if seed is None else seed
    answers = population(plan, since, until)
    reasons = risks_of(answers)
    people = dict(answers.order_by("pk").values_list("pk", "author"))
    units = [Unit(pk, person, risk(reasons.get(pk, {}))) for pk, person in people.items()]
    sizes = sizes_of(answers)
    sample = draw(units, dict.fromkeys(sizes, plan.per_person), seed=seed)
    cycle = Cycle.objects.create(
        plan=plan, number=number, since=since, until=until, seed=seed, drawn_at=at,
        sizes={str(person): size for person, size in sizes.items()},
    )  # fmt: skip
    kept = [*sample.drawn, *(one for rows in sample.reserve.values() for one in rows[:RESERVE])]
    drawn = {one.key for one in sample.drawn}
    Draw.objects.bulk_create(
        _row(cycle, one, place, one.key in drawn, reasons) for place, one in enumerate(kept)
    )
    give_out(cycle, at=at)
    return cycle


def give_out(cycle: Cycle, *, at: datetime.datetime) -> int:
    """To reviewers who may, nobody over their quota, what is nobody's yet; how many were given out."""
    rows = {row.pk: row for row in cycle.draws.filter(state=DrawState.OPEN).select_related("message__ticket")}
    reviewers = {one.user_id: one for one in cycle.plan.reviewers.select_related("user")}
    has = Review.objects.exclude(state=State.DROPPED).filter(draw__cycle=cycle)
    taken = [*has.values_list("reviewer", flat=True)]
    quotas = {pk: max(0, one.quota - taken.count(pk)) for pk, one in reviewers.items() if one.user.is_active}
    barred = _barred({row.message_id for row in rows.values()}, [reviewers[pk].user for pk in quotas], at)
    tasks = [Task(pk, frozenset(barred[row.message_id])) for pk, row in sorted(rows.items())]
    found = assign(tasks, quotas)
    return sum(_begin(rows[pk], reviewers[user].user, at) for pk, user in found.reviewers.items())


def step_in(gone: Review, *, why: str, at: datetime.datetime) -> Draw | None:
    """For a drawn answer whose review was dropped the next in reserve of the same person, for whoever may
    review it. None if it was not drawn, or nothing is left.
    """
    row = Draw.objects.select_for_update().filter(review=gone).first()
    if row is None:
        return None
    rest = row.cycle.draws.filter(
        person=row.person_id, state=DrawState.RESERVE, message__redacted_at=None
    ).order_by("place")
    following = rest.select_for_update().first()
    row.state, row.replaced_by, row.replaced_for = DrawState.REPLACED, following, why
    row.save(update_fields=["state", "replaced_by", "replaced_for"])
    changed(gone.pk)
    if following is not None:
        following.state = DrawState.OPEN
        following.save(update_fields=["state"])
        give_out(row.cycle, at=at)
    return following


def bounds(plan: Plan, number: int) -> tuple[datetime.datetime, datetime.datetime]:
    """The first moment of that cycle and the first after it, by the clock of the desk."""
    zone, first = (
        ZoneInfo(settings.TIME_ZONE),
        plan.starts_on + datetime.timedelta(days=plan.days * (number - 1)),
    )
    days = (first, first + datetime.timedelta(days=plan.days))
    since, until = (datetime.datetime.combine(day, datetime.time(), zone) for day in days)
    return since.astimezone(datetime.UTC), until.astimezone(datetime.UTC)


def population(plan: Plan, since: datetime.datetime, until: datetime.datetime) -> QuerySet[Message]:
    """Every answer that left in this time, of the plan's teams, by people who work here."""
    answers = Message.objects.filter(
        kind=MessageKind.PUBLIC, author__is_active=True, at__gte=since, at__lt=until, redacted_at=None
    )
    teams = [*plan.teams.all()]
    return answers.filter(ticket__team__in=teams) if teams else answers


def _row(cycle: Cycle, one: Drawn, place: int, is_drawn: bool, reasons: dict[int, dict[str, float]]) -> Draw:
    return Draw(
        cycle=cycle, message_id=one.key, person_id=one.stratum, chance=one.chance, place=place,
        reasons=reasons.get(one.key, {}), state=DrawState.OPEN if is_drawn else DrawState.RESERVE,
    )  # fmt: skip


def _barred(messages: set[int], reviewers: list[User], at: datetime.datetime) -> dict[int, set[int]]:
    """Of each answer who may not review it, or does so already."""
    barred: dict[int, set[int]] = {pk: set() for pk in messages}
    for one in reviewers:
        may = set(reviewable_by(one, at=at).filter(pk__in=messages).values_list("pk", flat=True))
        theirs = Review.objects.exclude(state=State.DROPPED).filter(message__in=messages, reviewer=one)
        for pk in (messages - may) | set(theirs.values_list("message", flat=True)):
            barred[pk].add(one.pk)
    return barred


def _begin(row: Draw, reviewer: User, at: datetime.datetime) -> bool:
    """False as long as there is no scorecard at all: it waits."""
    card = _card(row, reviewer)
    if card is None:
        return False
    row.review = begin_review(
        row.message, scorecard=card.current, by=reviewer, why=Why.SAMPLED, blind=row.cycle.plan.blind,
        chance=row.chance, at=at,
    )  # fmt: skip
    row.state = DrawState.GIVEN_OUT
    row.save(update_fields=["review", "state"])
    return True


def _card(row: Draw, reviewer: User) -> Scorecard | None:
    if row.cycle.plan.scorecard_id:
        return Scorecard.objects.select_related("current").get(pk=row.cycle.plan.scorecard_id)
    cards = scorecards_for(reviewer).filter(retired_at=None)
    found = fitting(row.message, cards)
    return found[0] if found else cards.first()
