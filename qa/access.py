"""Whose reviews they are: of what one wrote, those one gave, those of people one leads, for managers all.

A review that is not given yet is the reviewer's alone. Else not found.
"""

import datetime
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from qa.choices import COUNTED, Heard
from qa.models import Calibration, Check, Coaching, Dispute, Finding, Loop, Review, Scorecard, ToneFinding
from qa.models.reviews import ReviewQuerySet
from qa.models.tone import ToneFindingQuerySet
from qa.steps import STEPS, sides_of
from staff.models import User
from staff.queries import led_by
from tickets.access import tickets_for
from tickets.choices import MessageKind
from tickets.models import Message


def reviews_for(user: User) -> ReviewQuerySet:
    if not user.may("review.have"):
        return Review.objects.none()
    if not user.may("review.give"):
        return Review.objects.filter(person=user, state__in=COUNTED)
    theirs = Q() if user.may("review.manage") else Q(person=user) | Q(person__in=led_by(user))
    return Review.objects.filter(Q(reviewer=user) | Q(theirs, state__in=COUNTED))


def review_for(user: User, number: int) -> Review:
    """Http404 if it is not theirs."""
    disputes = Prefetch("disputes", Dispute.objects.select_related("settled_by"))
    found = reviews_for(user).for_rows().prefetch_related(disputes).filter(pk=number).first()
    if found is None:
        raise Http404(f"no review {number} for this reader")
    return found


def numbers_for(user: User, numbers: Collection[int]) -> set[int]:
    """Those of the reviews that this colleague may see."""
    return set(reviews_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def review_to(user: User, number: int, step: str) -> Review:
    """One in which this step is theirs, whether it is open now or not. Http404 else."""
    found = review_for(user, number)
    if not sides(user, found) & {*STEPS[step].sides}:
        raise Http404(f"not this reader's to {step}: {number}")
    return found


def sides(user: User, review: Review) -> frozenset[str]:
    if not user.may("review.have"):
        return frozenset()
    manages = user.may("review.manage")
    return sides_of(user.pk, person=review.person_id, reviewer=review.reviewer_id, manages=manages)


def reviewable_by(user: User, *, at: datetime.datetime) -> QuerySet[Message]:
    """Answers that left, of colleagues whom they may review, on tickets that they may see: for managers
    everybody's, for leads those of people in their teams. Never their own, nor of whoever they report to.
    """
    if not user.may("review.give"):
        return Message.objects.none()
    answers = Message.objects.filter(
        Q(held_until=None) | Q(held_until__lte=at), kind=MessageKind.PUBLIC, author__isnull=False,
        ticket__in=tickets_for(user),
    ).exclude(author=user)  # fmt: skip
    if user.reports_to_id:
        answers = answers.exclude(author=user.reports_to_id)
    return answers if user.may("review.manage") else answers.filter(author__in=led_by(user))


def answer_for(user: User, message: int, *, at: datetime.datetime) -> Message:
    """One that they may review. Http404 else."""
    found = reviewable_by(user, at=at).select_related("author", "ticket__team", "ticket__type")
    row = found.filter(pk=message).first()
    if row is None:
        raise Http404(f"no answer {message} to review for this reader")
    return row


def scorecards_for(user: User) -> QuerySet[Scorecard]:
    """What they may review by; managers see those that are retired as well."""
    found = Scorecard.objects.select_related("current").exclude(current=None)
    if user.may("review.manage"):
        return found
    return found.filter(retired_at=None) if user.may("review.give") else found.none()


def calibrations_for(user: User) -> QuerySet[Calibration]:
    """Those they take part in; for managers all."""
    if not user.may("review.give"):
        return Calibration.objects.none()
    found = Calibration.objects.select_related("scorecard__scorecard", "opened_by")
    return found if user.may("review.manage") else found.filter(pk__in=user.calibrations.values("pk"))


def calibration_for(user: User, number: int) -> Calibration:
    found = calibrations_for(user).filter(pk=number).first()
    if found is None:
        raise Http404(f"no calibration {number} for this reader")
    return found


def calibration_numbers(user: User, numbers: Collection[int]) -> set[int]:
    return set(calibrations_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def coachings_for(user: User) -> QuerySet[Coaching]:
    """Their own, those they lead, those of people they lead; for managers all."""
    if not user.may("review.have"):
        return Coaching.objects.none()
    found = Coaching.objects.select_related("person", "coach", "scorecard")
    if user.may("review.manage"):
        return found
    theirs = Q(person=user) | Q(coach=user)
    return found.filter(theirs | Q(person__in=led_by(user)) if user.may("review.give") else Q(person=user))


def coaching_for(user: User, number: int) -> Coaching:
    found = coachings_for(user).filter(pk=number).first()
    if found is None:
        raise Http404(f"no coaching {number} for this reader")
    return found


def coaching_numbers(user: User, numbers: Collection[int]) -> set[int]:
    return set(coachings_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def tone_findings_for(user: User) -> ToneFindingQuerySet:
    """What was confirmed of their own answers, and what they once disputed; besides, what they may judge."""
    if not user.may("review.have"):
        return ToneFinding.objects.none()
    disputed = Exists(Dispute.objects.filter(tone=OuterRef("pk")))
    own = Q(message__author=user) & (Q(state=Heard.CONFIRMED) | disputed)
    return ToneFinding.objects.filter(own | _judgeable(user) if user.may("review.give") else own)


def tone_findings_to_judge(user: User) -> ToneFindingQuerySet:
    """Of answers that they may review, see reviewable_by: never of their own, nor of whoever they report
    to.
    """
    if not user.may("review.give"):
        return ToneFinding.objects.none()
    return ToneFinding.objects.filter(_judgeable(user))


def tone_finding_for(user: User, number: int) -> ToneFinding:
    disputes = Prefetch("disputes", Dispute.objects.select_related("settled_by"))
    rows = tone_findings_for(user).for_rows().by_certainty().prefetch_related(disputes)
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(f"no finding {number} for this reader")
    return found


def tone_numbers(user: User, numbers: Collection[int]) -> set[int]:
    return set(tone_findings_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def tone_finding_to(user: User, number: int, step: str) -> ToneFinding:
    """One in which this step of a dispute is theirs, whether it is open now or not. Http404 else."""
    found = tone_finding_for(user, number)
    if not tone_sides(user, found) & {*STEPS[step].sides}:
        raise Http404(f"not this reader's to {step}: {number}")
    return found


def tone_sides(user: User, finding: ToneFinding) -> frozenset[str]:
    """As of a review: whoever confirmed it is its reviewer. Who reports to the author decides nothing."""
    person = finding.message.author_id
    if not user.may("review.have") or user.reports_to_id == person:
        return frozenset()
    manages = user.may("review.manage")
    return sides_of(user.pk, person=person, reviewer=finding.judged_by_id, manages=manages)


def tone_finding_to_judge(user: User, number: int) -> ToneFinding:
    found = tone_findings_to_judge(user).for_rows().filter(pk=number).first()
    if found is None:
        raise Http404(f"no finding {number} for this reader to judge")
    return found


def _judgeable(user: User) -> Q:
    barred = [user.pk, *([user.reports_to_id] if user.reports_to_id else [])]
    theirs = ~Q(message__author__in=barred)
    if not user.may("review.manage"):
        theirs &= Q(message__author__in=led_by(user))
    return theirs if user.may("ticket.see_all") else theirs & Q(message__ticket__in=tickets_for(user))


def loops_for(user: User) -> QuerySet[Loop]:
    """For managers all; for leads those with a finding about somebody they lead."""
    if not user.may("review.give"):
        return Loop.objects.none()
    if user.may("review.manage"):
        return Loop.objects.all()
    theirs = Finding.objects.filter(loop=OuterRef("pk"), person__in=led_by(user))
    return Loop.objects.filter(Exists(theirs))


def loop_for(user: User, number: int) -> Loop:
    found = loops_for(user).filter(pk=number).first()
    if found is None:
        raise Http404(f"no loop {number} for this reader")
    return found


def loop_numbers(user: User, numbers: Collection[int]) -> set[int]:
    return set(loops_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def checks_for(user: User) -> QuerySet[Check]:
    """For managers: those that are theirs to give, and what was given, unless they wrote the answer."""
    if not user.may("review.manage"):
        return Check.objects.none()
    found = Check.objects.exclude(review__person=user)
    return found.filter(Q(by=user) | Q(given_at__isnull=False))


def check_for(user: User, number: int) -> Check:
    rows = checks_for(user).select_related(
        "by", "review__reviewer", "review__scorecard__scorecard", "review__message__ticket"
    )
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(f"no check {number} for this reader")
    return found
