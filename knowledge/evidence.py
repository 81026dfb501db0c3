"""What somebody learned in a period, as plain rows for whoever looks back on it."""

import datetime

from knowledge.models import Enrolment
from staff.models import User


def training(user: User, since: datetime.datetime, until: datetime.datetime) -> list[dict[str, object]]:
    """One row for each course ended from `since` until before `until`: title, finished_at (ISO), score in
    percent or None where nothing was asked, and the number of the certificate with the day on which it ends.
    """
    ended = Enrolment.objects.filter(person=user, finished_at__gte=since, finished_at__lt=until)
    return [_row(one) for one in ended.select_related("course", "certificate").order_by("finished_at", "pk")]


def _row(one: Enrolment) -> dict[str, object]:
    certificate = getattr(one, "certificate", None)
    expires_on = certificate.expires_on if certificate else None
    return {
        "title": one.course.title,
        "finished_at": one.finished_at.isoformat(),
        "score": certificate.percent if certificate else None,
        "certificate": certificate.pk if certificate else None,
        "expires_on": expires_on.isoformat() if expires_on else None,
    }
