"""Marks on passages of what was said."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from qa.actions.keeping import locked, moment, require, said
from qa.models import Mark, Review
from staff.models import User
from tickets.models import Message

MOST_MARKS = 50


@transaction.atomic
def mark(
    review: Review, *, message: Message, start: int, end: int, by: User, criterion: str = "", note: str = "",
    at: datetime.datetime | None = None,
) -> Mark:  # fmt: skip
    """A passage of a message of the same ticket, from character `start` up to `end` of its text; the same
    passage once for each criterion.
    """
    fresh, at = locked(review), moment(at)
    require(fresh, "write", by=by, at=at)
    if message.ticket_id != fresh.message.ticket_id or not 0 <= start < end <= len(message.text):
        raise ValidationError(_("The conversation changed meanwhile. Mark the passage once more."))
    if criterion and criterion not in fresh.scorecard.keys:
        raise ValidationError(_("There is no such choice."))
    note = " ".join(said(note, most=500).split())
    place = {"message": message, "start": start, "end": end, "criterion": criterion}
    if fresh.marks.exclude(**place).count() >= MOST_MARKS:
        raise ValidationError(_("A review has at most %(most)s marks."), params={"most": MOST_MARKS})
    found, _made = fresh.marks.update_or_create(**place, defaults={"note": note, "at": at})
    return found


@transaction.atomic
def unmark(review: Review, *, number: int, by: User, at: datetime.datetime | None = None) -> None:
    """Nothing happens if it is gone already."""
    fresh = locked(review)
    require(fresh, "write", by=by, at=moment(at))
    fresh.marks.filter(pk=number).delete()
