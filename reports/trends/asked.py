"""What somebody asks of the trends: read from the address, written back into it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from reports.choices import Dimension
from reports.measures import MEASURES
from reports.periods import USUAL, Period, before, named, step_for, typed, usual_step, year_before

OWN, HOUR = "own", "hour"
BY = {
    "": _("Everything together"), HOUR: _("Hour of the week"),
    **{one.value: one.label for one in Dimension if one},
}  # fmt: skip
AGAINST = {"": _("Nothing"), "before": _("The time before"), "year": _("A year before")}
PERIODS = {
    "7days": _("7 days"), "28days": _("28 days"), "90days": _("90 days"), "365days": _("365 days"),
    "this_week": _("This week"), "last_week": _("Last week"), "this_month": _("This month"),
    "last_month": _("Last month"), "this_year": _("This year"), OWN: _("Days of your own"),
}  # fmt: skip
STEP_WORDS = {"day": _("Day"), "week": _("Week"), "month": _("Month")}
HOURS = {"calendar": _("All hours"), "working": _("Opening hours")}
FIRST = "arrivals"


@dataclass(frozen=True, slots=True)
class Asked:
    """Always something that can be shown: what makes no sense in an address is as if it were not there."""

    measure: str
    name: str
    period: Period
    step: str
    by: str
    against: str
    hours: str
    team: str
    team_id: int = 0

    def params(self, **changed: str) -> str:
        """As the query of an address; what is usual is left out."""
        own = self.name == OWN
        found = {
            "measure": self.measure, "period": self.name,
            "since": self.period.since.isoformat() if own else "",
            "last": self.period.last.isoformat() if own else "",
            "step": self.step, "by": self.by, "against": self.against, "hours": self.hours, "team": self.team,
        } | changed  # fmt: skip
        return urlencode({key: value for key, value in found.items() if value})

    def compared(self) -> Period | None:
        if not self.against:
            return None
        return before(self.period) if self.against == "before" else year_before(self.period)


def asked_from(given: Mapping[str, str], today: datetime.date, teams: Mapping[str, int]) -> Asked:
    """`teams`: those of the reader, by slug."""

    def one_of(key: str, known: Mapping[str, object], usual: str) -> str:
        return given.get(key, usual) if given.get(key, usual) in known else usual

    name = one_of("period", PERIODS, USUAL)
    own = typed(given.get("since", ""), given.get("last", "")) if name == OWN else None
    if name == OWN and own is None:
        name = USUAL
    period = own or named(name, today, first_weekday())
    team = one_of("team", {"": 0, **teams}, "")
    wished = given.get("step", "")
    return Asked(
        measure=one_of("measure", MEASURES, FIRST),
        name=name, period=period,
        step=step_for(period, wished if wished in STEP_WORDS else usual_step(period)),
        by=one_of("by", BY, ""), against=one_of("against", AGAINST, ""),
        hours=one_of("hours", HOURS, "calendar"), team=team, team_id=teams.get(team, 0),
    )  # fmt: skip


def first_weekday() -> int:
    """On which day weeks begin in the reader's language, 0 for Monday. Django counts from Sunday."""
    return (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
