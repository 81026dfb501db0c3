"""Reviews that somebody who leaves has begun."""

import datetime

from django.db import transaction
from django.utils.translation import gettext, ngettext

from qa.access import reviewable_by
from qa.actions.drawing import step_in
from qa.actions.keeping import locked, moment
from qa.choices import State
from qa.models import Review
from qa.models.reviews import ReviewQuerySet
from staff.models import User


def left_behind(user: User) -> list[tuple[str, int]]:
    """What hand_over will deal with, in words, with how many there are."""
    number = _begun(user).count()
    words = ngettext("review is written by somebody else", "reviews are written by somebody else", number)
    return [(words, number)] if number else []


@transaction.atomic
def hand_over(user: User, *, by: User, to: User | None, at: datetime.datetime | None = None) -> None:
    """To `to` with what is written so far, where they may review the answer; else it is dropped, and what was
    drawn is replaced. What was given stays as it is; disputes about it are the managers'.
    """
    at = moment(at)
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
