"""What customers said, as figures and as a list, of what one reader may read. Each figure is a count of rows
that the list shows under the same filters."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, F, Func, Q, QuerySet, TextField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa.sampling import wilson
from staff.models import User
from tickets.access import surveys_for
from tickets.choices import Channel
from tickets.models import Survey
from tickets.survey_choices import BEST_FIRST, ICONS, SATISFIED, LeftOut, Score, SurveyState

SATISFIED_ONES = Q(score__gte=SATISFIED)
# What the list shows → which surveys that are.
SHOWS: Mapping[str, tuple[Any, Q]] = {
    "": (_("Every answer"), Q(state=SurveyState.ANSWERED)),
    "words": (_("With a comment"), Q(state=SurveyState.ANSWERED) & ~Q(comment="")),
    "good": (_("Satisfied"), SATISFIED_ONES),
    "low": (_("Low"), Q(score__lte=F("low"))),
    **{str(int(one)): (one.label, Q(score=one)) for one in BEST_FIRST},
    "none": (_("No answer yet"), Q(state=SurveyState.ASKED)),
    "asked": (_("Everybody who was asked"), Q()),
}
TOPIC = Func(F("ticket__tags"), function="unnest", output_field=TextField())
# By what the table is → key and name of a line, and the filter that a key becomes.
GROUPS: Mapping[str, tuple[Any, str, str, str]] = {
    "team": (_("Team"), "team", "team__name", "team"),
    "agent": (_("Colleague"), "solver", "solver__full_name", "agent"),
    "topic": (pgettext_lazy("of tickets", "Topic"), "topic", "topic", "topic"),
    "channel": (_("Channel"), "ticket__channel", "ticket__channel", "channel"),
    "language": (_("Language"), "language", "language", "language"),
}


@dataclass(frozen=True)
class Choice:
    """What was asked of the page; numbers are 0 and words empty where nothing was chosen."""

    days: int = 90
    team: int = 0
    agent: int = 0
    channel: str = ""
    language: str = ""
    topic: str = ""
    show: str = ""
    by: str = "team"


@dataclass(frozen=True, slots=True)
class Tally:
    """`share` of the answers are satisfied, with its interval (Wilson, 95 %); None where nobody answered."""

    key: Any
    name: str
    asked: int
    answered: int
    satisfied: int
    mean: float | None = None

    @property
    def rate(self) -> float | None:
        return self.answered / self.asked if self.asked else None

    @property
    def share(self) -> float | None:
        return self.satisfied / self.answered if self.answered else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.satisfied, self.answered) if self.answered else None


def scope(user: User, choice: Choice, now: datetime.datetime, *, own: bool = False) -> QuerySet[Survey]:
    """Asked within the days of the choice, under its filters; with `own` only of what they solved."""
    rows = surveys_for(user).filter(asked_at__gt=now - datetime.timedelta(days=choice.days))
    if own:
        rows = rows.filter(solver=user)
    wanted = {
        "team": choice.team, "solver": choice.agent, "ticket__channel": choice.channel,
        "language": choice.language,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.filter(ticket__tags__contains=[choice.topic]) if choice.topic else rows


_COUNTS: Mapping[str, Any] = {
    "asked": Count("pk"),
    "answered": Count("pk", filter=Q(state=SurveyState.ANSWERED)),
    "satisfied": Count("pk", filter=SATISFIED_ONES),
}


def overall(rows: QuerySet[Survey]) -> Tally:
    return Tally("", "", **rows.order_by().aggregate(**_COUNTS, mean=Avg("score")))


def by_score(rows: QuerySet[Survey]) -> list[tuple[Score, str, int]]:
    """The best first, those that nobody chose too: (score, icon, how many)."""
    found = rows.filter(state=SurveyState.ANSWERED).order_by().values_list("score").annotate(n=Count("pk"))
    counts = dict(found)
    return [(one, ICONS[one], counts.get(int(one), 0)) for one in BEST_FIRST]


def table(rows: QuerySet[Survey], by: str) -> list[Tally]:
    """In the order of the names: intervals, no ranks."""
    _label, key, name, _filter = GROUPS[by]
    rows = rows.annotate(topic=TOPIC) if by == "topic" else rows
    found = rows.order_by().values(key, name).annotate(**_COUNTS)
    said = _NAMES.get(by, lambda value: str(value or "–"))
    lines = [Tally(row[key], said(row[name]), **{count: row[count] for count in _COUNTS}) for row in found]
    return sorted(lines, key=lambda line: line.name.casefold())


def _channel(value: str) -> str:
    return str(Channel(value).label) if value in Channel.values else value


def _language(value: str) -> str:
    return dict(settings.LANGUAGES).get(value, value)


_NAMES: Mapping[str, Callable[[str], str]] = {"channel": _channel, "language": _language}


def listed(rows: QuerySet[Survey], show: str) -> QuerySet[Survey]:
    """What the list shows, the newest first."""
    found = rows.filter(SHOWS[show][1]).select_related("ticket__requester", "team", "solver")
    return found.order_by("-asked_at", "-pk").defer("ticket__search_vector")


def not_asked(since: datetime.datetime, why: str = "") -> QuerySet[Survey]:
    """What was solved since and nobody was asked about, for this reason or for any."""
    rows = Survey.objects.filter(state=SurveyState.LEFT_OUT, solved_at__gt=since).order_by(
        "-solved_at", "-pk"
    )
    return rows.filter(why=why) if why else rows


def left_out(since: datetime.datetime) -> Sequence[tuple[str, str, int]]:
    """Who was not asked since, by why: its key, in words, how many."""
    found = not_asked(since).order_by().values_list("why").annotate(n=Count("pk")).order_by("-n", "why")
    return [(why, str(LeftOut(why).label), n) for why, n in found]
