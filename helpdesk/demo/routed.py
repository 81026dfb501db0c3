"""How the demo company hands out its tickets: billing by skill, the others by hand."""

import datetime

from scheduling.actions.load import allow_more
from scheduling.models import Shift
from staff.models import Skill, Team, User
from tickets.actions.handing_over import say_hand_over
from tickets.actions.routing_setup import need_skill, save_routing, spelled
from tickets.models import TicketType
from tickets.routing_watch import route_waiting


def hand_out(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """Their lead set it; one colleague may have more today; what waits is routed right away."""
    by_name = {email.split("@")[0]: one for email, one in people.items()}
    mona, emma = by_name["mona"], by_name["emma"]
    billing = teams["billing"]
    terms = {"strategy": "skill", "untouched_minutes": 240, "effort_soft": 480, "effort_hard": 900}
    save_routing(billing, {**spelled(billing), **terms}, by=mona)
    skill, kind = Skill.objects.get(name="Paying money back"), TicketType.objects.get(name="Bill")
    need_skill(billing, {"type": kind, "skill": skill, "level": 2}, by=mona)
    reason = "The bills of the new tariffs went out yesterday."
    allow_more(emma, by=mona, reason=reason, until=now + datetime.timedelta(hours=8), at=now)
    route_waiting(now)
    _left(now)


def _left(now: datetime.datetime) -> None:
    """By whoever had the last shift."""
    last = Shift.objects.filter(ends_at__lt=now).select_related("user", "team").order_by("-ends_at").first()
    if last:
        say_hand_over(
            {}, by=last.user, shift_ends_at=last.ends_at, team=last.team, at=last.ends_at,
            note="The outage in Haabersti is over; three customers still wait to be called back.",
        )  # fmt: skip
