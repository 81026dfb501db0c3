"""What a new version of a guideline would do to those who take tickets that ask for it."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from knowledge.models import Article
from lib import database_clock
from staff.models import Team
from tickets.gates import asking_for, coverage, needs_of
from tickets.gating import GuidelineNeed, Need


def of_publishing(article: Article) -> list[str]:
    """By gate and team: how many can take these tickets today, and how many if nobody confirms it in time."""
    now, said = database_clock.now(), []
    names = dict(Team.objects.values_list("pk", "name"))
    for gate in asking_for(article):
        today, _verdicts = coverage(gate, needs_of(gate), gate.grace_days, now)
        later = now + datetime.timedelta(days=gate.grace_days)
        after, _verdicts = coverage(gate, _with_another(needs_of(gate), article, now), gate.grace_days, later)
        left = {one.team: one.today for one in after}
        said += [
            _("%(kind)s, %(team)s: %(today)s can take these tickets today, %(after)s after %(days)s days if "
              "nobody confirms the new version.")
            % {"kind": gate.name, "team": names[one.team], "today": one.today, "after": left[one.team],
               "days": gate.grace_days}
            for one in today if left[one.team] < one.today
        ]  # fmt: skip
    return said


def _with_another(needs: Iterable[Need], article: Article, now: datetime.datetime) -> list[Need]:
    return [
        GuidelineNeed(one.article, one.since, (*one.versions, (max(one.versions)[0] + 1, now)))
        if isinstance(one, GuidelineNeed) and one.article == article.pk
        else one
        for one in needs
    ]
