"""A given review is read."""

import datetime

from django.db import transaction
from django.db.models.functions import TruncDate

from qa.actions.keeping import locked, moment, require
from qa.choices import State
from qa.models import Reading, Review
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
    at = moment(at)
    if by.pk in (review.person_id, review.reviewer_id):
        return
    today = Reading.objects.annotate(day=TruncDate("at", tzinfo=datetime.UTC)).filter(
        review=review, reader=by, day=at.astimezone(datetime.UTC).date()
    )
    if not today.exists():
        Reading.objects.create(review=review, reader=by, at=at)
