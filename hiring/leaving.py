"""What becomes of files about somebody who leaves.

A recommendation about them that is still on its way leads nowhere any more: the clock of its retention runs
from the day they leave, as if it were over that day. One that is taken further all the same (somebody let go
is carried out) starts its clock anew. The file they came by, as a candidate, is kept as long as it would have
been: its clock runs since they were hired.

What they owned goes to somebody else who works on hiring: see hiring.rights.
"""

from django.conf import settings
from django.db import transaction

from hiring.models import Dossier, Recommendation
from hiring.retention import months_after
from hiring.rights import pass_on
from hiring.workflow import OVER
from lib import database_clock
from staff.models import User


def left_behind(user: User) -> list[tuple[str, int]]:
    """Nothing is said of it: whoever lets them go need not be in the file."""
    return []


@transaction.atomic
def hand_over(user: User, *, by: User, to: User | None) -> None:
    """Their own files go to others; the clocks of those about them begin to run."""
    pass_on(user, by=by, to=to)
    today = database_clock.now().date()
    running = Recommendation.objects.filter(subject=user).exclude(state__in=OVER)
    until = months_after(today, settings.RECOMMENDATION_KEEP_MONTHS)
    Dossier.objects.filter(pk__in=running.values("pk"), closed_on=None).update(
        closed_on=today, keep_until=until
    )
