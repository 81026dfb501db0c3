"""Who could back somebody up on a ticket: everybody who may see it, as tickets.backing wants to know them."""

import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from scheduling.there import called
from staff.duty import on_duty
from staff.models import HeldSkill, Membership, Skill, User
from tickets.access import colleagues_for
from tickets.backing import Colleague
from tickets.choices import OURS
from tickets.gates import gates_in_use, stands_before
from tickets.models import Backup, Ticket


def backers(ticket: Ticket, skill: Skill | None, now: datetime.datetime) -> list[Colleague]:
    leads = Membership.objects.filter(user=OuterRef("pk"), team=ticket.team_id, leads=True)
    people = list(colleagues_for(ticket).annotate(is_lead=Exists(leads)).order_by("pk"))
    numbers = [one.pk for one in people]
    there, levels, loads = on_duty(people, now), _levels(numbers, skill, now), _loads(numbers)
    standby = set(called(ticket.team_id, now, [skill.pk] if skill else ()))
    return [
        Colleague(
            one.pk, one.pk in there, levels.get(one.pk, 0), loads.get(one.pk, 0), _leads(one), _manages(one),
            one.pk in standby,
        )
        for one in people
    ]  # fmt: skip


def _leads(user: User) -> bool:
    return user.is_lead and user.may("answer.approve")


def _manages(user: User) -> bool:
    return user.may("ticket.see_all")


def _levels(numbers: list[int], skill: Skill | None, now: datetime.datetime) -> dict[int, int]:
    if skill is None:
        return {}
    held = HeldSkill.objects.filter(user__in=numbers, skill=skill).on(timezone.localdate(now))
    return dict(held.values_list("user", "level"))


def _loads(numbers: list[int]) -> dict[int, int]:
    """Tickets in hand, and colleagues whom they are helping already."""
    tickets = Ticket.objects.awake().filter(assignee__in=numbers, state__in=OURS).order_by()
    helping = Backup.objects.open().filter(helper__in=numbers).order_by()
    found = dict(tickets.values_list("assignee").annotate(n=Count("pk")))
    for user, n in helping.values_list("helper").annotate(n=Count("pk")):
        found[user] = found.get(user, 0) + n
    return found


def skill_for(ticket: Ticket) -> tuple[Skill | None, int]:
    """What a gate before the ticket asks for; of several, that of its type, then the highest level."""
    gates = [one for one in gates_in_use() if one.skill and stands_before(ticket, one)]
    if not gates:
        return None, 0
    gate = max(gates, key=lambda one: (bool(one.type_id), one.level, -one.pk))
    return gate.skill, gate.level


def overseen_by(user: User) -> Q:
    """The backups that are theirs to see to: of the teams they lead, or of all."""
    if user.may("ticket.see_all"):
        return Q()
    return Q(ticket__team__in=user.memberships.filter(leads=True).values("team"))
