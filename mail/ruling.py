"""Mail rules held against a mail on its way in, and what they mean for the ticket that it opens."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from lib.prepared import Prepared
from mail import rules
from mail.incoming import Incoming
from mail.models import MailRule
from mail.rules import Decision, Facts
from staff.models import Team, User
from tickets import setup
from tickets.actions.assigning import may_work
from tickets.choices import Priority
from tickets.fields import Definition, Value
from tickets.models import TicketType

MOST_TOLD = 50


def active_rules() -> list[rules.Rule]:
    """The rules in use, in their order."""
    rows = list(_in_use())
    known = setup.every_definition() if any(row.fields for row in rows) else {}
    return [as_rule(row, known) for row in rows]


@Prepared
def _in_use() -> QuerySet[MailRule]:
    return MailRule.objects.filter(active=True).select_related("type").order_by("position", "pk")


def as_rule(row: MailRule, known: Mapping[str, Definition]) -> rules.Rule:
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
        type=row.type_id or 0,
        type_name=row.type.name if row.type else "",
        fields=tuple(
            rules.Filled(key, value, _known_by(known[key], value))
            for key, value in row.fields.items()
            if key in known
        ),
        fate=row.fate,
        stop=row.stop,
        version=row.version,
    )


def _known_by(about: Definition, value: Value) -> tuple[str, ...]:
    """Words that mean it in a condition: as it is stored, and the names of choices."""
    said = [str(each) for each in (value if isinstance(value, list) else [value])]
    names = [about.named(each) for each in said] if about.options else []
    return tuple(dict.fromkeys([*said, *names, *(("yes",) if value is True else ())]))


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
    """How a new ticket of this mail begins: team, priority, tags, type, fields and owner, from rules or the
    mailbox.
    """
    decision, box = incoming.rules, incoming.row.mailbox
    team = Team.objects.filter(pk=decision.team).first() if decision.team else None
    team = team or (box.team if box else Team.objects.order_by("pk").first())
    begins: dict[str, Any] = {"team": team, "tags": decision.tags}
    if decision.priority in Priority.values:
        begins["priority"] = decision.priority
    if kind := TicketType.objects.in_use().filter(pk=decision.type).first() if decision.type else None:
        begins["kind"] = kind
    if decision.fields:
        begins["custom"] = {one.key: one.value for one in decision.fields}
    if decision.assignee and team:
        owner = User.objects.filter(pk=decision.assignee, is_active=True).first()
        if owner and may_work(owner, team):
            begins["assignee"] = owner
    return begins
