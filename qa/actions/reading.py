"""A given review is read."""

import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from qa.actions.keeping import locked, moment, require
from qa.choices import State
from qa.models import Reading, Review
from qa.models.reviews import ReviewQuerySet
from staff.models import User

TAKEN = "INSERT INTO qa_reading (review_id, reader_id, at) SELECT n, %s, %s FROM ({taken}) AS taken (n)"


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
    if not _today(at).filter(review=review, reader=by).exists():
        Reading.objects.create(review=review, reader=by, at=at)


def note_taking(reviews: ReviewQuerySet, *, by: User, at: datetime.datetime | None = None) -> None:
    """The same of every review in a table that they take away, however many these are."""
    at = moment(at)
    known = _today(at).filter(review=OuterRef("pk"), reader=by)
    others = reviews.exclude(person=by).exclude(reviewer=by).exclude(Exists(known)).order_by()
    sql, params = others.values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(TAKEN.format(taken=sql), [by.pk, at, *params])


def _today(at: datetime.datetime) -> QuerySet[Reading]:
    day = at.astimezone(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Reading.objects.filter(at__gte=day, at__lt=day + datetime.timedelta(days=1))
