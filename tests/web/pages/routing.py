"""Pages of routing: whose a ticket is, and why."""

import datetime

from django.utils import timezone

from scheduling.actions.load import allow_more
from staff.actions import join_team
from staff.duty import note_here
from staff.models import Skill, Team
from tests.factories import make_ticket
from tests.rosters import publish
from tickets.actions import set_due, take
from tickets.actions.routing import route
from tickets.actions.routing_setup import need_skill
from tickets.models import TeamRouting

PAGES: dict[str, str | None] = {
    "tickets:routed": "amara",
    "tickets:hand_over": "amara",
    "tickets:routing": "mona",
    "tickets:routing_team": "mona",
}
SHOWS: dict[str, str] = {
    "tickets:routed": "of work",
    "tickets:hand_over": "How it stands",
    "tickets:routing": "By load",
    "tickets:routing_team": "May have more until",
}
NO_PAGES: set[str] = {"tickets:routing_need", "tickets:routing_allow", "tickets:routing_share"}


def arguments(cast) -> dict[str, list]:
    TeamRouting.objects.get_or_create(team=cast.billing, defaults={"strategy": "load"})
    note_here(cast.amara)
    ticket = make_ticket(requester=cast.dana, team=cast.billing, subject=cast.nasty[:200])
    route(ticket)
    later = timezone.now() + datetime.timedelta(hours=8)
    allow_more(cast.amara, by=cast.mona, reason=cast.nasty, until=later)
    skill, _made = Skill.objects.get_or_create(name="Card payments", defaults={"kind": "product"})
    need_skill(cast.billing, {"tag": "cards", "skill": skill, "level": 2}, by=cast.mona)
    _leaves_soon(cast)
    return {"tickets:routed": [ticket.pk], "tickets:routing_team": [cast.billing.pk]}


def _leaves_soon(cast) -> None:
    """By the roster of a team of her own, so that the roster of the others stays as it is."""
    now = timezone.now()
    team = Team.objects.create(name="Evenings", slug="evenings", colour=3)
    join_team(cast.amara, team)
    publish(team, now, (cast.amara, now - datetime.timedelta(hours=7), 7.2))
    ticket = make_ticket(requester=cast.dana, team=cast.billing, subject=cast.nasty[:200])
    take(ticket, by=cast.amara)
    soon = now + datetime.timedelta(hours=1)  # before whatever shift of hers comes next
    set_due(ticket, by=cast.mona, metric="first_response", due=soon, reason=cast.nasty)
