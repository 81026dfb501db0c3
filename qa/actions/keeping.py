"""What every act begins and ends with: the locked row, whether the step is open, the words, the news."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from qa.access import sides
from qa.models import Review
from qa.steps import DISPUTE_DAYS, ROUNDS, Standing, refusal
from staff.models import User

MOST_WORDS = 10_000
REFUSALS = {
    "state": _("This review is at another step by now. Look at it once more."),
    "late": _("A review can be disputed within %(days)s days after it was given. That time is over."),
    "rounds": _("It was disputed %(rounds)s times. What was decided last holds."),
    "passed_up": _("A manager decides about this dispute now."),
}
TONE_REFUSALS = {
    **REFUSALS,
    "state": _("This finding is at another step by now. Look at it once more."),
    "late": _("A finding can be disputed within %(days)s days after it was confirmed. That time is over."),
}


class StaleDraft(Exception):
    """Somebody saved this review since it was opened: the same person in another window."""


def locked(review: Review) -> Review:
    found = Review.objects.select_for_update(of=("self",))
    return found.select_related(
        "scorecard__scorecard", "person", "reviewer", "message__ticket"
    ).prefetch_related("disputes").get(pk=review.pk)  # fmt: skip


def require(review: Review, step: str, *, by: User, at: datetime.datetime) -> None:
    """PermissionDenied if it is not theirs to do, ValidationError if it is not open now."""
    require_step(step, review.standing, sides(by, review), at)


def require_step(
    step: str, standing: Standing, theirs: frozenset[str], at: datetime.datetime,
    words: Mapping[str, Any] = REFUSALS,
) -> None:  # fmt: skip
    """PermissionDenied or ValidationError, as `require`."""
    word = refusal(step, standing, theirs, at)
    if word == "side":
        raise PermissionDenied(f"review.{step}")
    if word:
        raise ValidationError(words[word], code=word, params={"days": DISPUTE_DAYS, "rounds": ROUNDS})


def said(text: str, *, most: int = MOST_WORDS) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > most:
        raise ValidationError(_("The text is longer than %(most)s characters."), params={"most": most})
    return text


def moment(at: datetime.datetime | None) -> datetime.datetime:
    return at or database_clock.now()


def tell(
    to: Collection[User], review: Review, *, key: str, words: str, detail: str = "",
    at: datetime.datetime | None = None, **params: object,
) -> int:  # fmt: skip
    """Those of them who work here."""
    about = {"number": review.message.ticket_id, "name": review.person.full_name, **params}
    return notify(
        [one for one in to if one.is_active], key=f"review-{review.pk}-{key}", kind=Kind.REVIEW, words=words,
        detail=detail, params=about, page="qa:review", page_args=[review.pk],
        about=("review", review.pk), at=at,
    )  # fmt: skip
