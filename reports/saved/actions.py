"""Keeping a report, letting go of it, and having it by letter."""

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.access import may_change, reports_for
from reports.models import Every, SavedReport, Subscription
from reports.saved.cuts import MOST_PARTS, part
from staff.models import User


@transaction.atomic
def save_report(
    report: SavedReport | None, *, by: User, name: str, shared: bool,
    parts: Sequence[Mapping[str, object]], at: datetime.datetime | None = None,
) -> SavedReport:  # fmt: skip
    """A new one, or this one changed. ValidationError without a name, without figures, or with too many."""
    if not by.may("board.see"):
        raise PermissionDenied("board.see")
    if report is None:
        report = SavedReport(owner=by)
    else:
        report = SavedReport.objects.select_for_update().get(pk=report.pk)
        if not may_change(by, report):
            raise PermissionDenied("not theirs to change")
    report.name, report.shared = " ".join(name.split())[:80], shared
    report.parts, report.changed_at = _parts(parts), at or timezone.now()
    if not report.name:
        raise ValidationError({"name": _("Give it a name.")})
    report.save()
    return report


def _parts(given: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
    if not given:
        raise ValidationError(_("Choose a figure at least."))
    if len(given) > MOST_PARTS:
        raise ValidationError(_("A report has up to %(most)s figures.") % {"most": MOST_PARTS})
    try:
        return [part(one) for one in given]
    except ValueError as error:
        raise ValidationError(_("There is no such figure.")) from error


def drop_report(report: SavedReport, *, by: User) -> None:
    """With it go the letters that would have come."""
    if not may_change(by, report):
        raise PermissionDenied("not theirs to drop")
    report.delete()


@transaction.atomic
def subscribe(
    report: SavedReport, *, by: User, every: str, hour: int, on_day: int = 0, language: str = "",
    at: datetime.datetime | None = None,
) -> Subscription:  # fmt: skip
    """They get it themselves; nobody subscribes somebody else. Again with other times changes them."""
    if not reports_for(by).filter(pk=report.pk).exists():
        raise PermissionDenied("not theirs to read")
    day = {Every.DAY: 0, Every.WEEK: min(on_day, 6), Every.MONTH: min(max(on_day, 1), 31)}.get(Every(every))
    terms = {"every": every, "on_day": day, "hour": hour, "language": language or by.language,
             "since": at or timezone.now()}  # fmt: skip
    return Subscription.objects.update_or_create(report=report, user=by, defaults=terms)[0]


def unsubscribe(report: SavedReport, *, by: User) -> bool:
    return bool(Subscription.objects.filter(report=report, user=by).delete()[0])
