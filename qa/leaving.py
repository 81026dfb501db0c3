"""Reviews that somebody who leaves has begun, and coaching that is open with them."""

import datetime
from dataclasses import asdict

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from qa.access import reviewable_by
from qa.actions.drawing import step_in
from qa.actions.keeping import locked, moment
from qa.choices import State
from qa.coached import effect_of
from qa.models import Check, Coaching, Review
from qa.models.reviews import ReviewQuerySet
from staff.models import User
from staff.queries import led_by


def left_behind(user: User) -> list[tuple[str, int]]:
    """What hand_over will deal with, in words, with how many there are."""
    reviews, coachings = _begun(user).count(), _coached(user).count()
    written = ngettext("review is written by somebody else", "reviews are written by somebody else", reviews)
    going_on = ngettext(
        "coaching goes on with somebody else", "coachings go on with somebody else", coachings
    )
    lines = ((written, reviews), (going_on, coachings))
    return [(words, number) for words, number in lines if number]


@transaction.atomic
def hand_over(user: User, *, by: User, to: User | None, at: datetime.datetime | None = None) -> None:
    """To `to` with what is written so far, where they may review the answer; else it is dropped, and what was
    drawn is replaced. What was given stays as it is; disputes about it are the managers'. Coaching that they
    lead goes on with `to`, or else with `by`; coaching of themselves is over.
    """
    at = moment(at)
    _end_own(user, at)
    Check.objects.filter(by=user, given_at=None).delete()
    for one in _coached(user).select_for_update(of=("self",)).select_related("person"):
        one.coach = next((each for each in (to, by) if each and _may_coach(each, one.person)), one.coach)
        one.save(update_fields=["coach"])
    for row in _begun(user).order_by("pk"):
        one = locked(row)
        if to is not None and _may(to, one, at):
            one.reviewer = to
            one.save(update_fields=["reviewer"])
        else:
            one.state, one.dropped_for = State.DROPPED, gettext("Its reviewer left.")
            one.save(update_fields=["state", "dropped_for"])
            step_in(one, why=one.dropped_for, at=at)


def _begun(user: User) -> ReviewQuerySet:
    return Review.objects.filter(reviewer=user, state=State.BEGUN)


def _may(to: User, one: Review, at: datetime.datetime) -> bool:
    theirs = Review.objects.exclude(state=State.DROPPED).filter(message=one.message_id, reviewer=to)
    return reviewable_by(to, at=at).filter(pk=one.message_id).exists() and not theirs.exists()


def _coached(user: User) -> QuerySet[Coaching]:
    return Coaching.objects.filter(coach=user, closed_at=None)


def _may_coach(user: User, person: User) -> bool:
    if user.pk == person.pk or not user.may("review.give"):
        return False
    return user.may("review.manage") or led_by(user).filter(pk=person.pk).exists()


def _end_own(user: User, at: datetime.datetime) -> None:
    """Nobody is left whom it could help; the effect so far is kept."""
    for one in Coaching.objects.select_for_update(of=("self",)).filter(person=user, closed_at=None):
        one.followed_at, one.closed_at = one.followed_at or at, at
        one.outcome, one.effect = gettext("The person left."), asdict(effect_of(one))
        one.save(update_fields=["followed_at", "closed_at", "outcome", "effect"])
