"""Mail rules made, changed, moved, switched and removed, by who may, each time with a trace."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from mail import rules
from mail.choices import Fate, RuleChange
from mail.models import MailRule, MailRuleChange
from mail.rule_words import WRONG
from staff.models import User
from tickets import setup
from tickets.actions.assigning import may_work
from tickets.actions.filling import all_said, nobody
from tickets.actions.sorting import clean_tags
from tickets.actors import require
from tickets.choices import Priority
from tickets.fields import Kind, Value, check, is_empty
from tickets.models import TicketType

MOST_RULES = 200
PERMISSION = "mailrule.manage"


class Stale(Exception):
    """Somebody changed the rule since this form was opened."""


def _clean(said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a rule as they are stored. ValidationError names what is wrong."""
    name = " ".join(str(said.get("name", "")).split())
    if not name or len(name) > 80:
        raise ValidationError(_("A rule has a name of 1 to 80 characters."))
    conditions = []
    for number, one in enumerate(said.get("conditions", ()), start=1):
        try:
            whole = rules.condition(one)
        except rules.Wrong as wrong:
            raise ValidationError(
                _("Condition %(number)s: %(problem)s"),
                params={"number": number, "problem": str(WRONG[wrong.code])},
            ) from wrong
        conditions.append(
            {
                "about": whole.about.value,
                "how": whole.how.value,
                "value": whole.value,
                "header": whole.header,
            }
        )
    if not conditions:
        raise ValidationError(_("A rule without a condition would fire on every mail: add one."))
    if len(conditions) > rules.MAX_CONDITIONS:
        raise ValidationError(
            _("A rule has at most %(most)s conditions."), params={"most": rules.MAX_CONDITIONS}
        )
    fate, priority = str(said.get("fate") or ""), str(said.get("priority") or "")
    team, assignee = said.get("team"), said.get("assignee")
    tags = clean_tags(said.get("tags", ()))
    kind, fields = said.get("type"), _filled_in(said.get("fields") or {}, said.get("type"))
    if fate not in Fate.values or (priority and priority not in Priority.values):
        raise ValidationError(_("There is no such choice."))
    if not (fate or priority or team or assignee or tags or kind or fields or said.get("stop")):
        raise ValidationError(_("This rule does nothing: choose what should follow."))
    if assignee and team and not may_work(assignee, team):
        raise ValidationError(
            _("%(name)s does not work in %(team)s."),
            params={"name": assignee.full_name, "team": team.name},
        )
    return {
        "name": name,
        "conditions": conditions,
        "every": bool(said.get("every", True)),
        "team": team,
        "assignee": assignee,
        "priority": priority,
        "tags": tags,
        "type": kind,
        "fields": fields,
        "fate": fate,
        "stop": bool(said.get("stop")),
        "active": bool(said.get("active", True)),
    }


def _filled_in(raw: Mapping[str, Any], kind: TicketType | None) -> dict[str, Value]:
    """The values that are given, by the validator that forms and the desk ask. ValidationError."""
    typed = {key: value for key, value in raw.items() if not is_empty(value)}
    known = {one.key: one for one in setup.definitions() if one.kind is not Kind.FILE}
    if unknown := next((key for key in typed if key not in known), None):
        raise ValidationError(_("There is no field “%(field)s”."), params={"field": unknown[:80]})
    type_id = kind.pk if kind else None
    if kind and (other := next((key for key in typed if not known[key].belongs_to(type_id)), None)):
        params = {"field": known[other].name, "type": kind.name}
        raise ValidationError(_("“%(type)s” has no field “%(field)s”."), params=params)
    values, problems = {}, []
    for key, value in typed.items():
        values[key], problem = check(known[key], value)
        problems += [problem] if problem else []
    problems += nobody(known, values)
    if problems:
        raise all_said(problems, known)
    return values


@transaction.atomic
def make_rule(said: Mapping[str, Any], *, by: User) -> MailRule:
    """A new rule, tried last. ValidationError says what is wrong."""
    require(by, PERMISSION)
    fields = _clean(said)
    _in_turn()
    if MailRule.objects.count() >= MOST_RULES:
        raise ValidationError(
            _("There are %(most)s rules already; remove one first."), params={"most": MOST_RULES}
        )
    last = MailRule.objects.aggregate(last=Max("position"))["last"]
    row = MailRule.objects.create(position=(last or 0) + 1, **fields)
    _trace(row, RuleChange.MADE, by=by)
    return row


@transaction.atomic
def change_rule(rule: MailRule, said: Mapping[str, Any], *, by: User, seen: int | None = None) -> MailRule:
    """The rule as it shall read from now on. Stale if it is no longer the version `seen`."""
    require(by, PERMISSION)
    fields = _clean(said)
    row = MailRule.objects.select_for_update().get(pk=rule.pk)
    if seen is not None and row.version != seen:
        raise Stale
    before = spelled(row)
    for name, value in fields.items():
        setattr(row, name, value)
    if spelled(row) == before:
        return row
    row.version += 1
    row.save()
    _trace(row, RuleChange.CHANGED, by=by)
    return row


@transaction.atomic
def switch_rule(rule: MailRule, *, on: bool, by: User) -> MailRule:
    require(by, PERMISSION)
    row = MailRule.objects.select_for_update().get(pk=rule.pk)
    if row.active != on:
        row.active, row.version = on, row.version + 1
        row.save(update_fields=["active", "version"])
        _trace(row, RuleChange.SWITCHED, by=by)
    return row


@transaction.atomic
def move_rule(rule: MailRule, *, up: bool, by: User) -> bool:
    """One place up or down; False at the end of the list."""
    require(by, PERMISSION)
    _in_turn()
    order = list(MailRule.objects.order_by("position", "pk"))
    at = next((number for number, row in enumerate(order) if row.pk == rule.pk), None)
    to = None if at is None else at + (-1 if up else 1)
    if at is None or to is None or not 0 <= to < len(order):
        return False
    order[at], order[to] = order[to], order[at]
    for position, row in enumerate(order, start=1):
        if row.position != position:
            MailRule.objects.filter(pk=row.pk).update(position=position)
    MailRule.objects.filter(pk=rule.pk).update(version=F("version") + 1)
    _trace(MailRule.objects.get(pk=rule.pk), RuleChange.MOVED, by=by)
    return True


@transaction.atomic
def remove_rule(rule: MailRule, *, by: User) -> None:
    """It is gone; what it said stays in the trace."""
    require(by, PERMISSION)
    row = MailRule.objects.select_for_update().get(pk=rule.pk)
    _trace(row, RuleChange.REMOVED, by=by)
    row.delete()


def spelled(row: MailRule) -> dict[str, Any]:
    """Everything a rule says, for the trace."""
    return {
        "name": row.name,
        "position": row.position,
        "active": row.active,
        "every": row.every,
        "conditions": row.conditions,
        "team": row.team.name if row.team else "",
        "assignee": row.assignee.full_name if row.assignee else "",
        "priority": row.priority,
        "tags": list(row.tags),
        "type": row.type.name if row.type else "",
        "fields": dict(row.fields),
        "fate": row.fate,
        "stop": row.stop,
    }


def _trace(row: MailRule, kind: str, *, by: User) -> None:
    MailRuleChange.objects.create(
        rule=row, name=row.name, version=row.version, kind=kind, said=spelled(row), by=by
    )


def _in_turn() -> None:
    """Two who reorder at once take turns."""
    list(MailRule.objects.select_for_update().values_list("pk", flat=True))
