"""Mail rules held against a mail on its way in, and what they mean for the ticket that it opens."""

from typing import Any

from django.db.models import QuerySet

from lib.prepared import Prepared
from mail import rules
from mail.incoming import Incoming
from mail.models import MailRule
from mail.rules import Decision, Facts
from staff.models import Team, User
from tickets.actions.assigning import may_work
from tickets.choices import Priority

MOST_TOLD = 50


def active_rules() -> list[rules.Rule]:
    """The rules in use, in their order."""
    return [as_rule(row) for row in _in_use()]


@Prepared
def _in_use() -> QuerySet[MailRule]:
    return MailRule.objects.filter(active=True).order_by("position", "pk")


def as_rule(row: MailRule) -> rules.Rule:
    """A row as the evaluation takes it. A condition that no longer makes sense never holds."""
    conditions = []
    for said in row.conditions[: rules.MAX_CONDITIONS]:
        try:
            conditions.append(rules.condition(said))
        except rules.Wrong:
            conditions = []
            break
    return rules.Rule(
        id=row.pk,
        name=row.name,
        conditions=tuple(conditions),
        every=row.every,
        team=row.team_id or 0,
        assignee=row.assignee_id or 0,
        priority=row.priority,
        tags=tuple(row.tags),
        fate=row.fate,
        stop=row.stop,
        version=row.version,
    )


def facts_of(incoming: Incoming) -> Facts:
    """What the rules may look at."""
    mail, row = incoming.mail, incoming.row
    return Facts(
        sender=incoming.address,
        recipients=tuple(
            dict.fromkeys([*(a.lower() for a in mail.delivered_to), *(a.key for a in (*mail.to, *mail.cc))])
        ),
        subject=mail.subject,
        headers=mail.headers,
        attachments=tuple(text for part in mail.attachments for text in (part.name, part.content_type)),
        kind=incoming.said.kind.value,
        size=row.size,
        mailbox=row.mailbox.address if row.mailbox else "",
    )


def weigh(incoming: Incoming) -> Decision:
    """What the rules in use say about this mail; each that was looked at is written into the verdict."""
    decision = rules.evaluate(active_rules(), facts_of(incoming))
    incoming.rules = decision
    if decision.checked:
        incoming.row.verdict["rules"] = [
            {
                "id": one.rule.id,
                "name": one.rule.name,
                "version": one.rule.version,
                "fired": one.fired,
                "held": list(one.held),
            }
            for one in decision.checked
            if one.fired or any(one.held)
        ][:MOST_TOLD]
    return decision


def fired(incoming: Incoming) -> str:
    """The rules that held, by their numbers, for the history."""
    decision = incoming.rules
    return "+".join(str(one.rule.id) for one in decision.checked if one.fired) if decision else ""


def effects(incoming: Incoming) -> dict[str, Any]:
    """How a new ticket of this mail begins: team, priority, tags and owner, from rules or the mailbox."""
    decision, box = incoming.rules, incoming.row.mailbox
    team = Team.objects.filter(pk=decision.team).first() if decision.team else None
    team = team or (box.team if box else Team.objects.order_by("pk").first())
    begins: dict[str, Any] = {"team": team, "tags": decision.tags}
    if decision.priority in Priority.values:
        begins["priority"] = decision.priority
    if decision.assignee and team:
        owner = User.objects.filter(pk=decision.assignee, is_active=True).first()
        if owner and may_work(owner, team):
            begins["assignee"] = owner
    return begins
