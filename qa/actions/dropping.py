"""A review that is not written to its end."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from qa.actions.drawing import step_in
from qa.actions.keeping import locked, moment, require, said
from qa.choices import State
from qa.models import Review
from staff.models import User


@transaction.atomic
def drop_review(review: Review, *, by: User, why: str, at: datetime.datetime | None = None) -> Review:
    """It is not written to its end, for a reason. If it was drawn, the next in reserve steps in; else the
    answer may be reviewed by somebody else.
    """
    fresh, at = locked(review), moment(at)
    require(fresh, "drop", by=by, at=at)
    fresh.dropped_for = " ".join(said(why, most=300).split())
    if not fresh.dropped_for:
        raise ValidationError(_("Say in a few words why it is dropped."))
    fresh.state = State.DROPPED
    fresh.save(update_fields=["state", "dropped_for"])
    step_in(fresh, why=fresh.dropped_for, at=at)
    return fresh
