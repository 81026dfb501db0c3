"""A review, from choosing an answer to giving it."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qa.access import reviewable_by
from qa.actions.keeping import StaleDraft, locked, moment, require, said, tell
from qa.choices import State, Why
from qa.models import Rating, Review, ScorecardVersion
from qa.quality import changed
from qa.scoring import Scored, ScoringError, review_score
from staff.models import User
from tickets.models import Message

MOST_SECONDS = 24 * 3600
PLACES = Decimal("0.00001")


def begin_review(
    message: Message, *, scorecard: ScorecardVersion, by: User, why: str = Why.PICKED, blind: bool = False,
    chance: float | None = None, at: datetime.datetime | None = None,
) -> Review:  # fmt: skip
    """Theirs if they may review this answer, the one that they have begun already if there is one. What the
    answer is at this moment stays with it.
    """
    at = moment(at)
    if not reviewable_by(by, at=at).filter(pk=message.pk).exists():
        raise PermissionDenied("review.give")
    ticket = message.ticket
    try:
        with transaction.atomic():
            return Review.objects.create(
                scorecard=scorecard, message=message, person=message.author, reviewer=by, why=why,
                blind=blind, chance=chance, team=ticket.team, type=ticket.type, channel=message.channel,
                language=ticket.language, begun_at=at,
            )  # fmt: skip
    except IntegrityError:
        theirs = Review.objects.exclude(state=State.DROPPED).filter(message=message, reviewer=by).first()
        if theirs is None:
            raise
        return theirs


@transaction.atomic
def write_review(
    review: Review, *, answers: Mapping[str, int | None], by: User, seen: int,
    causes: Mapping[str, Sequence[str]] | None = None, words: str = "", aside: str = "", seconds: int = 0,
    at: datetime.datetime | None = None,
) -> Review:  # fmt: skip
    """What was written so far; criteria without an answer may be left out. `seconds` are added to the time it
    took. `seen` is the `edit` that was changed: StaleDraft if it is another by now.
    """
    fresh = locked(review)
    require(fresh, "write", by=by, at=moment(at))
    if seen != fresh.edit:
        raise StaleDraft
    fresh.answers = _answers(fresh.scorecard, answers)
    fresh.causes = _causes(fresh.scorecard, causes or {})
    fresh.words, fresh.aside = said(words), said(aside)
    fresh.seconds = min(fresh.seconds + max(0, seconds), MOST_SECONDS)
    fresh.edit += 1
    fresh.save(update_fields=["answers", "causes", "words", "aside", "seconds", "edit"])
    return fresh


@transaction.atomic
def give_review(review: Review, *, by: User, at: datetime.datetime | None = None) -> Review:
    """The person sees it from now on. ValidationError while a criterion has no answer."""
    fresh, at = locked(review), moment(at)
    require(fresh, "give", by=by, at=at)
    scored = score_of(fresh.scorecard, fresh.answers)
    fresh.state, fresh.given_at, fresh.since = State.GIVEN, at, at
    keep_score(fresh, scored)
    fresh.save(update_fields=["state", "given_at", "since", "score", "failed"])
    tell(
        [fresh.person], fresh, key="given", at=at,
        words=gettext_noop("An answer of yours was reviewed: ticket #{number}"),
    )  # fmt: skip
    return fresh


def score_of(scorecard: ScorecardVersion, answers: Mapping[str, int | None]) -> Scored:
    """ValidationError that names what is still to be answered."""
    left = [one["title"] for one in scorecard.criteria if one["key"] not in answers]
    if left:
        raise ValidationError(
            _("Rate every criterion, or say that it does not apply. Still open: %(titles)s."),
            params={"titles": ", ".join(left)}, code="open",
        )  # fmt: skip
    try:
        return review_score(scorecard.scored_by, answers)
    except ScoringError as error:
        raise ValidationError(_("There is no such choice.")) from error


def keep_score(review: Review, scored: Scored) -> None:
    """On the review, which the caller saves, and a row for each criterion. What drew it counts anew."""
    review.score, review.failed = as_decimal(scored.value), [*scored.failed]
    review.ratings.all().delete()
    Rating.objects.bulk_create(
        Rating(review=review, criterion=key, value=as_decimal(value), causes=review.causes.get(key, []))
        for key, value in scored.by_criterion.items()
    )
    changed(review.pk)


def as_decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else (Decimal(value.numerator) / value.denominator).quantize(PLACES)


def _answers(scorecard: ScorecardVersion, given: Mapping[str, Any]) -> dict[str, int | None]:
    """Those that were given, each on its scale."""
    points = {one["key"]: one["points"] for one in scorecard.criteria}
    for key, chosen in given.items():
        if key not in points or not (chosen is None or chosen in range(1, points[key] + 1)):
            raise ValidationError(_("There is no such choice."))
    return {key: given[key] for key in points if key in given}


def _causes(scorecard: ScorecardVersion, given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    keys, known = set(scorecard.keys), set(scorecard.causes)
    if set(given) - keys or {cause for named in given.values() for cause in named} - known:
        raise ValidationError(_("There is no such choice."))
    return {key: [one for one in scorecard.causes if one in named] for key, named in given.items() if named}
