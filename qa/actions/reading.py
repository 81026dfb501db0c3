"""A given review is read."""

import datetime

from django.db import transaction

from qa.actions.keeping import locked, moment, require
from qa.actions.noting import note_each
from qa.choices import State
from qa.models import Reading, Review
from qa.models.reviews import ReviewQuerySet
from staff.models import User


@transaction.atomic
def acknowledge(review: Review, *, by: User, at: datetime.datetime | None = None) -> Review:
    """The person has read it and leaves it at that."""
    fresh, at = locked(review), moment(at)
    if fresh.state == State.READ and by.pk == fresh.person_id:
        return fresh
    require(fresh, "read", by=by, at=at)
    fresh.state, fresh.read_at = State.READ, at
    fresh.save(update_fields=["state", "read_at"])
    return fresh


def note_reading(review: Review, *, by: User, at: datetime.datetime | None = None) -> None:
    """Once a day and reader, if they are neither of the two."""
    note_taking(Review.objects.filter(pk=review.pk), by=by, at=at)


def note_taking(reviews: ReviewQuerySet, *, by: User, at: datetime.datetime | None = None) -> None:
    """The same of every review in a table that they take away, however many these are."""
    note_each(reviews.exclude(person=by).exclude(reviewer=by), Reading, "review", by=by, at=moment(at))
