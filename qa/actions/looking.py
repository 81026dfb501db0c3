"""A finding of the tone monitor is read by somebody other than the two."""

import datetime

from qa.actions.keeping import moment
from qa.actions.noting import note_each
from qa.models import ToneFinding, ToneLook
from qa.models.tone import ToneFindingQuerySet
from staff.models import User


def note_look(finding: ToneFinding, *, by: User, at: datetime.datetime | None = None) -> None:
    """Once a day and reader, if it is neither who wrote nor who judged."""
    note_looks(ToneFinding.objects.filter(pk=finding.pk), by=by, at=at)


def note_looks(findings: ToneFindingQuerySet, *, by: User, at: datetime.datetime | None = None) -> None:
    """The same of all in a table that they take away, however many these are."""
    others = ToneFinding.objects.filter(pk__in=findings.order_by().values("pk"))
    others = others.exclude(message__author=by).exclude(judged_by=by)
    note_each(others, ToneLook, "finding", by=by, at=moment(at))
