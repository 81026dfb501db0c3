"""What somebody on a ladder is told, as message ids that each reader reads in their own language."""

import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_noop

from notices.actions import notify
from notices.choices import Kind
from sla.escalation import Part, Step
from sla.policy import Audience
from staff.models import User
from tickets.choices import Metric
from tickets.models import Escalation, Ticket
from tickets.stands import How

# By audience and by whether it is late already.
_TITLES = {
    (Audience.CUSTOMER, True): gettext_noop("{metric} is late: #{number} {subject}"),
    (Audience.CUSTOMER, False): gettext_noop("{metric} is at risk: #{number} {subject}"),
    (Audience.INTERNAL, True): gettext_noop("{metric} among colleagues is late: #{number} {subject}"),
    (Audience.INTERNAL, False): gettext_noop("{metric} among colleagues is at risk: #{number} {subject}"),
}
# Why this person is told, and in brackets since when.
_WHY = {
    Part.ASSIGNEE: gettext_noop("The ticket is yours ({team}, {at})."),
    Part.TEAM_LEAD: gettext_noop("You lead {team}, and nobody had acknowledged it ({at})."),
    Part.SHIFT_LEAD: gettext_noop("You lead the shift of {team}, and nobody had acknowledged it ({at})."),
    Part.MANAGER: gettext_noop("Nobody in {team} had acknowledged it ({at})."),
    Part.PERSON: gettext_noop("The promise to the customer names you ({team}, {at})."),
}
# Where the roster says who it is.
_HOW = {
    How.ON_SHIFT: gettext_noop("You are on shift for {team}, and nobody had acknowledged it ({at})."),
    How.ON_CALL: gettext_noop("You are on call for {team}, and nobody is on shift to see to it ({at})."),
}
_ACT = gettext_noop("Acknowledge")


def tell(
    ticket: Ticket, escalation: Escalation, step: Step[User], *, key: str, now: datetime.datetime,
    how: How = How.PART,
) -> None:  # fmt: skip
    """A notice to each person on the level; exactly once by its key, however often it is tried."""
    notify(
        step.to,
        key=key,
        kind=Kind.ESCALATION,
        words=_TITLES[Audience(escalation.audience), not escalation.threshold],
        detail=_WHY[step.level.to] if step.level.to is Part.ASSIGNEE else _HOW.get(how, _WHY[step.level.to]),
        params=_params(ticket, escalation),
        page="tickets:ticket",
        page_args=[ticket.pk],
        act_page="tickets:acknowledge",
        act_words=_ACT,
        about=("ticket", ticket.pk),
        due_at=step.due_at,
        way=step.level.channel.value,
        at=now,
    )


def _params(ticket: Ticket, escalation: Escalation) -> dict[str, Any]:
    with translation.override("en"):
        metric = str(Metric(escalation.metric).label)  # the message id
    return {
        "metric": {"word": metric},
        "number": ticket.pk,
        "subject": ticket.subject,
        "team": ticket.team.name,
        "at": {"at": escalation.happened_at.isoformat()},
    }
