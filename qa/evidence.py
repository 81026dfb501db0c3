"""What reviews say of somebody's answers in a period, as evidence."""

import datetime

from django.db.models import Avg, Count, Q
from django.utils.translation import gettext_noop

from lib.evidence import PERCENT, Evidence, Row
from qa.choices import COUNTED
from qa.models import Coaching, Review
from staff.models import User


def reviewed(user: User, since: datetime.datetime, until: datetime.datetime) -> Evidence:
    """Reviews that were given in the period and drawn by chance: what was picked by hand was picked for a
    reason, and would say more of who picks than of the work.
    """
    given = Review.objects.filter(person=user, state__in=COUNTED, given_at__gte=since, given_at__lt=until)
    drawn = given.filter(chance__isnull=False)
    found = drawn.aggregate(n=Count("pk"), mean=Avg("score"), failed=Count("pk", filter=~Q(failed=[])))
    coached = Coaching.objects.filter(person=user, closed_at__gte=since, closed_at__lt=until)
    mean = None if found["mean"] is None else round(100 * found["mean"])
    rows = (
        Row(gettext_noop("Answers reviewed that were drawn"), found["n"]),
        Row(
            gettext_noop("Mean score of these"), mean, PERCENT,
            note=gettext_noop("Weighted by the scorecards; what does not apply is left out."),
        ),
        Row(gettext_noop("With a critical criterion below half"), found["failed"], denominator=found["n"]),
        Row(gettext_noop("Agreements after coaching that were followed up"), coached.count()),
    )  # fmt: skip
    return Evidence(
        "reviews", gettext_noop("Reviews of answers"), rows,
        gettext_noop("Of answers drawn by chance alone. The reviews themselves are among their reviews."),
    )  # fmt: skip
