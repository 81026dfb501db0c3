"""Why a ticket went to somebody and not to others, in words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext as language_name
from django.utils.translation import gettext_lazy

from lib.marks import span
from staff.choices import Level
from staff.models import Skill, User
from tickets.models import TicketEvent
from tickets.routing import For, Not, Rule

RULE_WORDS: Mapping[str, Promise] = {
    Rule.TEAM: gettext_lazy("on shift, with all that it needs"),
    Rule.RELAXED: gettext_lazy("nobody with the skill could take it in time"),
    Rule.LEAD: gettext_lazy("leads the team and is on shift"),
    Rule.ON_CALL: gettext_lazy("on call, because nobody else could take it"),
    Rule.MANAGER: gettext_lazy("manages and is on shift"),
    Rule.WAITS: gettext_lazy("nobody can take it yet"),
    Rule.BY_HAND: gettext_lazy("the team takes its tickets by hand"),
}
PASSED_WORDS: Mapping[str, Promise] = {
    Rule.TEAM: gettext_lazy("nobody of the team on shift with all that it needs"),
    Rule.RELAXED: gettext_lazy("nobody of the team on shift at all"),
    Rule.LEAD: gettext_lazy("no lead on shift"),
    Rule.ON_CALL: gettext_lazy("nobody on call"),
    Rule.MANAGER: gettext_lazy("no manager on shift"),
}
NOT_WORDS: Mapping[str, Promise] = {
    Not.ABSENT: gettext_lazy("not there"),
    Not.CAPPED: gettext_lazy("has reached the hard cap"),
    Not.GATED: gettext_lazy("lacks what such tickets ask for"),
    Not.HAD_IT: gettext_lazy("had it before"),
    Not.OUTSIDER: gettext_lazy("not in the team"),
    Not.SHARE: gettext_lazy("is given none by the desk"),
    Not.BREAK: gettext_lazy("on a break, or busy with something else"),
    Not.HIGH: gettext_lazy("above the soft cap"),
    Not.FULL: gettext_lazy("has all they can hold"),
    Not.ENDING: gettext_lazy("leaves soon"),
    Not.SKILL: gettext_lazy("lacks the skill"),
    Not.LANGUAGE: gettext_lazy("does not write the language"),
}
_FOR_WORDS: Mapping[str, Callable[[float], str]] = {
    For.TURN: lambda worth: _("their turn") if worth else _("never had one yet"),
    For.LOAD: lambda worth: _("%(n)s %% of what they can hold") % {"n": round(worth)},
    For.KNOWS: lambda worth: _("knows the customer"),
    For.LEVEL: lambda worth: _("better at it than needed"),
    For.SPEAKS: lambda worth: _("writes the language"),
    For.LEAVES: lambda worth: _("leaves before it could be done"),
}


@dataclass(frozen=True)
class Row:
    """One candidate: why not, or why."""

    user: User
    nots: tuple[str, ...]
    points: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True)
class Why:
    """What was decided, by which rule, and what was looked at."""

    event: TicketEvent
    rule: str
    passed: tuple[str, ...]
    wants: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def found(self) -> bool:
        return self.event.data.get("to") is not None


def why_of(event: TicketEvent) -> Why:
    """In two statements."""
    said: Sequence[Any] = event.data.get("said", ())
    people = User.objects.in_bulk([row[0] for row in said])
    rows = tuple(
        Row(people[number], nots_in_words(nots), _points(points), number == event.data.get("to"))
        for number, nots, points in said
        if number in people
    )
    passed = tuple(str(PASSED_WORDS[one]) for one in event.data.get("passed", ()) if one in PASSED_WORDS)
    return Why(
        event, rule_in_words(event.data.get("rule", "")), tuple(dict.fromkeys(passed)),
        _wants(event.data.get("wants", {})), rows,
    )  # fmt: skip


def rule_in_words(rule: str) -> str:
    return str(RULE_WORDS.get(rule, rule))


def nots_in_words(nots: Collection[str]) -> tuple[str, ...]:
    """Of somebody who is not there nothing else matters."""
    found = [Not.ABSENT] if Not.ABSENT in nots else nots
    return tuple(str(NOT_WORDS[one]) for one in found if one in NOT_WORDS)


def _points(points: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    return tuple(_FOR_WORDS[kind](worth) for kind, worth in points if kind in _FOR_WORDS)


def _wants(wants: Mapping[str, Any]) -> tuple[str, ...]:
    needs = dict(wants.get("needs", ()))
    skills = Skill.objects.in_bulk(list(needs)) if needs else {}
    found = [
        _("the skill %(skill)s: %(level)s") % {"skill": skills[pk], "level": Level(level).label}
        for pk, level in needs.items()
        if pk in skills
    ]
    if code := wants.get("language"):
        found.append(_("written in %(language)s") % {"language": language_of(code)})
    if (slack := wants.get("slack")) is not None:
        words = _("late by %(span)s") if slack < 0 else _("due in %(span)s")
        found.append(words % {"span": span(abs(slack) * 60)})
    if effort := wants.get("effort"):
        found.append(_("about %(span)s of work") % {"span": span(effort * 60)})
    return tuple(found)


def language_of(code: str) -> str:
    return language_name(dict(settings.LANGUAGES).get(code, code))
