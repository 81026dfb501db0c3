"""What is asked of reviews besides opening one."""

from django.db.models import Exists, OuterRef, Q

from qa.access import reviews_for, tone_findings_to_judge
from qa.choices import Heard, State, Verdict
from qa.models import Dispute
from qa.models.reviews import ReviewQuerySet
from qa.models.tone import ToneFindingQuerySet
from qa.steps import ROUNDS
from staff.models import User


def to_settle(user: User) -> ReviewQuerySet:
    """Disputed reviews that this person decides about: their own, and for managers those that were passed up,
    are in the last round, or whose reviewer has left.
    """
    if not user.may("review.give"):
        return reviews_for(user).none()
    running = Dispute.objects.filter(review=OuterRef("pk"), verdict=Verdict.OPEN)
    managers = Exists(running.filter(Q(passed_up_at__isnull=False) | Q(number__gte=ROUNDS)))
    asked = Q(reviewer=user) & ~managers
    if user.may("review.manage"):
        asked |= (managers | Q(reviewer__is_active=False)) & ~Q(person=user) & ~Q(reviewer=user)
    return reviews_for(user).filter(asked, state=State.DISPUTED)


def tone_to_settle(user: User) -> ToneFindingQuerySet:
    """Disputed findings on tone that this person may decide about: those they confirmed, unless a manager
    decides; for managers all that they did not confirm.
    """
    running = Dispute.objects.filter(tone=OuterRef("pk"), verdict=Verdict.OPEN)
    asked = Q(judged_by=user) & ~Exists(running.filter(Q(passed_up_at__isnull=False) | Q(number__gte=ROUNDS)))
    if user.may("review.manage"):
        asked |= ~Q(judged_by=user)
    return tone_findings_to_judge(user).filter(asked, Exists(running), state=Heard.CONFIRMED)
