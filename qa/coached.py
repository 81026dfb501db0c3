"""Whether a coaching helped: the criterion before and after, as reviews rated it."""

import datetime

from qa.choices import COUNTED, State
from qa.effect import Effect, effect
from qa.models import Coaching, Rating

BEFORE = datetime.timedelta(days=90)


def effect_of(coaching: Coaching) -> Effect:
    """Answers that the person wrote in the ninety days before, against those drawn afterwards at random.
    What was picked by hand afterwards is left out: it was picked for a reason.
    """
    rated = Rating.objects.filter(
        criterion=coaching.criterion, value__isnull=False, review__state__in=COUNTED,
        review__scorecard__scorecard=coaching.scorecard_id, review__person=coaching.person_id,
    )  # fmt: skip
    since, opened = coaching.opened_at - BEFORE, coaching.opened_at
    before = rated.filter(review__message__at__gte=since, review__message__at__lte=opened)
    after = rated.filter(review__message__at__gt=opened, review__chance__isnull=False)
    scores = [[float(one) for one in rows.values_list("value", flat=True)] for rows in (before, after)]
    return effect(*scores)


def is_complete(coaching: Coaching) -> bool:
    """Whether every answer of the follow-up sample was reviewed, or dropped for a reason."""
    return not coaching.follow_ups.filter(state=State.BEGUN).exists()
