"""What a back-test says of each promise: before and after, as rows."""

from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reports.models import BacktestRun
from sla.backtest import Line, Tally
from staff.models import Team
from tickets.choices import Metric, Priority


class Attained(NamedTuple):
    """One row of a back-test: shares as words, and how many were missed of how many."""

    name: str
    before: str
    after: str
    missed_before: int
    missed_after: int
    team: Team | None = None
    priority: str = ""

    @property
    def worse(self) -> bool:
        return self.missed_after > self.missed_before


def backtest_metrics(run: BacktestRun) -> list[Attained]:
    """By metric, over all teams and priorities."""
    sums: dict[str, Line] = {}
    for metric, _team, _priority, line in run.by_key():
        sums.setdefault(metric, Line()).add(line)
    return [_attained(metric, line) for metric, line in sums.items()]


def backtest_lines(run: BacktestRun) -> list[Attained]:
    teams = {team.pk: team for team in Team.objects.all()}
    return [
        _attained(metric, line)._replace(team=teams.get(team), priority=Priority(priority).label)
        for metric, team, priority, line in run.by_key()
    ]


def _attained(metric: str, line: Line) -> Attained:
    return Attained(
        Metric(metric).label, _share(line.before), _share(line.after), line.before.missed, line.after.missed
    )


def _share(tally: Tally) -> str:
    share = tally.attainment
    return "–" if share is None else _("%(n)s %%") % {"n": number_format(share * 100, decimal_pos=1)}
