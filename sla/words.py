"""Promises in words: conditions, targets, ladders, and what an edit changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lib.conditions import Condition, Group, How
from sla import written
from sla.about import CALLED, Words
from sla.escalation import Channel, Level, OutsideHours, Part, Since
from sla.matching import read_conditions
from sla.models import PolicyChange, PolicyVersion
from sla.policy import Category, Hours, Metric, OnChange, Reopen, Target
from sla.terms import Terms

METRICS: Mapping[Metric, LazyText] = {
    Metric.FIRST_RESPONSE: _("First response"),
    Metric.NEXT_RESPONSE: _("Next response"),
    Metric.TIME_TO_OWN: _("Time to own"),
    Metric.PERIODIC_UPDATE: _("Periodic update"),
    Metric.RESOLUTION: _("Resolution"),
    Metric.CUSTOMER_WAIT: _("Customer wait"),
    Metric.WORK_TIME: _("Work time"),
}
MEANS: Mapping[Metric, LazyText] = {
    Metric.FIRST_RESPONSE: _("From the question to the first answer of a person"),
    Metric.NEXT_RESPONSE: _("Each time the customer writes again, to the next answer"),
    Metric.TIME_TO_OWN: _("Each time nobody has the ticket, until somebody does"),
    Metric.PERIODIC_UPDATE: _("From each answer to the next, until it is solved"),
    Metric.RESOLUTION: _("Until it is solved"),
    Metric.CUSTOMER_WAIT: _("Until solved, without the time spent waiting on the customer"),
    Metric.WORK_TIME: _("Until solved, without the time spent waiting on anybody"),
}
FIELDS: Mapping[str, LazyText] = {
    "type": _("Type"),
    "team": _("Team"),
    "priority": _("Priority"),
    "channel": _("Channel"),
    "organisation": _("Organisation"),
    "vip": _("VIP organisation"),
    "tags": _("Tags"),
    "language": _("Language"),
}
HOWS: Mapping[How, LazyText] = {
    How.IS: _("is"),
    How.IS_NOT: _("is not"),
    How.HAS_ANY: _("has any of"),
    How.HAS_ALL: _("has all of"),
    How.HAS_NONE: _("has none of"),
    How.YES: pgettext_lazy("condition", "is true"),
    How.NO: pgettext_lazy("condition", "is not true"),
    How.CONTAINS: pgettext_lazy("mail rule", "contains"),
    How.CONTAINS_NOT: pgettext_lazy("mail rule", "does not contain"),
    How.LIKE: pgettext_lazy("mail rule", "is like (*)"),
    How.OVER: pgettext_lazy("mail rule", "is over"),
    How.UNDER: pgettext_lazy("mail rule", "is under"),
    How.PRESENT: _("is there"),
    How.ABSENT: _("is not there"),
}
PAUSES: Mapping[Category, LazyText] = {
    Category.WAITING: _("while waiting on the customer"),
    Category.HOLD: _("while on hold"),
}
SINCE: Mapping[Since, LazyText] = {Since.WARNING: _("a warning"), Since.BREACH: _("a missed promise")}
PARTS: Mapping[Part, LazyText] = {
    Part.ASSIGNEE: _("Whoever works on it"),
    Part.TEAM_LEAD: _("The team's lead"),
    Part.SHIFT_LEAD: _("The lead on shift"),
    Part.MANAGER: _("A manager"),
}
CHANNELS: Mapping[Channel, LazyText] = {
    Channel.TRAY: _("as they wish"),
    Channel.LETTER: _("in the desk and by letter"),
}
OUTSIDE: Mapping[OutsideHours, LazyText] = {
    OutsideHours.HOLD: _("once the desk is open"),
    OutsideHours.SEND: _("at any hour"),
}
REOPENS: Mapping[Reopen, LazyText] = {
    Reopen.RESUME: _("The same clock goes on; the time it lay solved is not counted"),
    Reopen.NEW_CYCLE: _("A new clock begins; the old one keeps its result"),
}
ON_CHANGE: Mapping[OnChange, LazyText] = {
    OnChange.PROSPECTIVE: _("From then on: half of the old time used is half of the new time used"),
    OnChange.RETROACTIVE: _("As if it had held since the beginning"),
}


def field(name: str, words: Words) -> str:
    return str(FIELDS.get(name) or words.get(CALLED, {}).get(name, name))


def conditions(group: Group, words: Words) -> list[str]:
    """One line for each member: they must all hold."""
    if not group.members:
        return [gettext("Every ticket")]
    return [_member(member, words) for member in group.members]


def _member(member: Condition | Group, words: Words) -> str:
    if isinstance(member, Condition):
        return condition(member, words)
    glue = gettext(" and ") if member.every else gettext(" or ")
    joined = glue.join(_member(each, words) for each in member.members)
    return f"({joined})" if len(member.members) > 1 else joined


def condition(one: Condition, words: Words) -> str:
    named = words.get(one.field, {})
    values = [named.get(value, value) for value in one.values]
    return " ".join([field(one.field, words), str(HOWS.get(one.how, one.how)), listed(values)]).strip()


def listed(values: list[str]) -> str:
    """As they are typed: with commas, or semicolons where a name has a comma itself."""
    return ("; " if any("," in value for value in values) else ", ").join(values)


def target(one: Target) -> str:
    """4h, or 30m 24/7."""
    around = one.hours is Hours.CALENDAR
    span = written.write_span(one.span, days=around)
    return f"{span} {written.ROUND_THE_CLOCK}" if around else span


def promised(terms: Terms, priorities: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The clocks that are promised, each with its times by priority; "–" where there is none."""
    rows = []
    for metric in Metric:
        found = [terms.promise(priority).target(metric) for priority in priorities]
        if any(found):
            rows.append((str(METRICS[metric]), [target(one) if one else "–" for one in found]))
    return rows


def level(one: Level, people: Mapping[int, str]) -> str:
    whom = people.get(one.person or 0, "?") if one.to is Part.PERSON else str(PARTS[one.to])
    after = written.write_span(one.after, days=one.hours is Hours.CALENDAR)
    since = one.threshold or str(SINCE[one.since])
    clocks = ", ".join(str(METRICS[metric]) for metric in Metric if metric in one.metrics)
    said = gettext("%(after)s %(since)s: %(whom)s, %(channel)s, %(outside)s") % {
        "after": gettext("%(span)s after") % {"span": after} if after else gettext("At once after"),
        "since": since,
        "whom": whom,
        "channel": CHANNELS[one.channel],
        "outside": OUTSIDE[one.outside_hours],
    }
    return f"{said} ({clocks})" if clocks else said


def changes(
    before: PolicyVersion, after: PolicyVersion, words: Words, people: Mapping[int, str]
) -> list[tuple[str, str, str]]:
    """What an edit changed: (what, how it was, how it is)."""
    lines = list(_conditions_changed(before, after, words))
    was, now = (dict(_said(version.terms, words, people)) for version in (before, after))
    for what in dict.fromkeys((*was, *now)):
        if was.get(what, "") != now.get(what, ""):
            lines.append((what, was.get(what, "–"), now.get(what, "–")))
    return lines


def _conditions_changed(
    before: PolicyVersion, after: PolicyVersion, words: Words
) -> Iterator[tuple[str, str, str]]:
    glue = gettext(" and ")
    was, now = (glue.join(conditions(read_conditions(each.conditions), words)) for each in (before, after))
    if was != now:
        yield gettext("For which tickets"), was, now


def _said(terms: Mapping[str, Any], words: Words, people: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Everything a version says, as name and value."""
    from_terms = written.read_terms(terms)
    priorities = words.get("priority", {})
    for metric in Metric:
        for priority, promise in from_terms.promises.items():
            if one := promise.target(metric):
                name = f"{METRICS[metric]}, {priorities.get(priority, priority)}"
                yield name, _whole(one)
    manner = next(iter(from_terms.promises.values()), None)
    if manner:
        yield gettext("When the promise of an open ticket changes"), str(ON_CHANGE[manner.on_change])
        yield (
            gettext("A ticket that a colleague opens waits for the customer's first message"),
            pgettext("setting", "yes") if manner.agent_opened_waits else pgettext("setting", "no"),
        )
        yield gettext("An answer that bounces is none, for"), written.write_span(manner.bounce_window) or "0"
    for number, one in enumerate(from_terms.ladder.levels, 1):
        yield gettext("Step %(number)s of the ladder") % {"number": number}, level(one, people)


def _whole(one: Target) -> str:
    parts = [target(one)]
    if warn := written.write_warnings(one.warnings):
        parts.append(gettext("warned at %(warn)s") % {"warn": warn})
    if one.metric in written.MAY_PAUSE:
        paused = [str(PAUSES[pause]) for pause in sorted(one.pauses_in)]
        parts.append(
            gettext("stands still %(when)s") % {"when": ", ".join(paused)}
            if paused
            else gettext("never stands still")
        )
    if one.metric is Metric.RESOLUTION and one.reopen is Reopen.NEW_CYCLE:
        parts.append(gettext("reopened, a new clock"))
    return ", ".join(parts)


def deed(change: PolicyChange) -> str:
    """Renamed, moved, switched on or off."""
    if "name" in change.to:
        return gettext("renamed from “%(was)s”") % {"was": change.was.get("name", "")}
    if "place" in change.to:
        return gettext("moved from place %(was)s to %(to)s") % {
            "was": change.was.get("place"),
            "to": change.to["place"],
        }
    return gettext("switched on") if change.to.get("active") else gettext("switched off")
