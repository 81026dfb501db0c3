"""A finding of the tone monitor is read by somebody other than the two."""

import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from qa.actions.keeping import moment
from qa.models import ToneFinding, ToneLook
from qa.models.tone import ToneFindingQuerySet
from staff.models import User

TAKEN = "INSERT INTO qa_tonelook (finding_id, reader_id, at) SELECT n, %s, %s FROM ({taken}) AS taken (n)"


def note_look(finding: ToneFinding, *, by: User, at: datetime.datetime | None = None) -> None:
    """Once a day and reader, if it is neither who wrote nor who judged."""
    at = moment(at)
    if by.pk in (finding.message.author_id, finding.judged_by_id):
        return
    if not _today(at).filter(finding=finding, reader=by).exists():
        ToneLook.objects.create(finding=finding, reader=by, at=at)


def note_looks(findings: ToneFindingQuerySet, *, by: User, at: datetime.datetime | None = None) -> None:
    """The same of all in a table that they take away, however many these are."""
    at = moment(at)
    known = _today(at).filter(finding=OuterRef("pk"), reader=by)
    others = ToneFinding.objects.filter(pk__in=findings.order_by().values("pk")).exclude(Exists(known))
    others = others.exclude(message__author=by).exclude(judged_by=by).order_by()
    sql, params = others.values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(TAKEN.format(taken=sql), [by.pk, at, *params])


def _today(at: datetime.datetime) -> QuerySet[ToneLook]:
    day = at.astimezone(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return ToneLook.objects.filter(at__gte=day, at__lt=day + datetime.timedelta(days=1))
