"""Coaching: agreed on findings, followed up by a sample, closed with its effect."""

import datetime
import secrets
from collections.abc import Collection
from dataclasses import asdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from qa.access import reviewable_by
from qa.actions.keeping import moment, said
from qa.actions.reviewing import begin_review
from qa.choices import COUNTED, State, Why
from qa.coached import effect_of, is_complete
from qa.models import Coaching, Review, ScorecardVersion
from qa.sampling import Unit, draw
from staff.models import User
from tickets.models import Message

MOST_WANTED = 20


@transaction.atomic
def open_coaching(
    *, reviews: Collection[Review], criterion: str, action: str, follow_up_on: datetime.date, by: User,
    wanted: int = 5, at: datetime.datetime | None = None,
) -> Coaching:  # fmt: skip
    """With the person whose answers these reviews are about, on a criterion that each of them rated."""
    at = moment(at)
    if not by.may("review.give"):
        raise PermissionDenied("review.give")
    first = _agreed_on(reviews, criterion)
    if by.pk == first.person_id or not _may_coach(by, first, at):
        raise PermissionDenied("review.give")
    if not (action := said(action)):
        raise ValidationError(_("Say what you agreed to do."))
    if follow_up_on <= at.date():
        raise ValidationError(_("The day of the follow-up is a day to come."))
    if not 1 <= wanted <= MOST_WANTED:
        raise ValidationError(_("Between 1 and %(most)s answers."), params={"most": MOST_WANTED})
    title = next(one["title"] for one in first.scorecard.criteria if one["key"] == criterion)
    made = Coaching.objects.create(
        person=first.person, coach=by, scorecard=first.scorecard.scorecard, criterion=criterion, title=title,
        action=action, opened_at=at, follow_up_on=follow_up_on, wanted=wanted, seed=secrets.randbits(62),
    )  # fmt: skip
    made.findings.set(reviews)
    _tell(made, [made.person], "opened", gettext_noop("Agreed with you: {title}"), at)
    return made


def follow_up_due(*, at: datetime.datetime | None = None) -> int:
    """Draws for every coaching whose day has come; how many there were. Safe to run twice."""
    at = at or database_clock.now()
    due = Coaching.objects.filter(followed_at=None, closed_at=None, follow_up_on__lte=at.date())
    return sum(follow_up(one, at=at) for one in due)


@transaction.atomic
def follow_up(coaching: Coaching, *, at: datetime.datetime) -> bool:
    """Draws answers that were written since it was agreed, for the coach to review. False if it is done
    already, or if the person has written nothing yet: then it is tried again.
    """
    rows = Coaching.objects.select_for_update(of=("self",)).select_related("scorecard", "coach")
    fresh = rows.get(pk=coaching.pk)
    if fresh.followed_at is not None:
        return False
    found = {one.pk: one for one in _written_since(fresh, at).select_related("ticket", "author")}
    if not found:
        return False
    units = [Unit(pk, fresh.person_id) for pk in found]
    sample = draw(units, {fresh.person_id: fresh.wanted}, seed=fresh.seed)
    said = {"scorecard": _asking(fresh), "by": fresh.coach, "why": Why.FOLLOW_UP, "at": at}
    reviews = [begin_review(found[one.key], chance=one.chance, **said) for one in sample.drawn]
    fresh.follow_ups.set(reviews)
    fresh.followed_at, fresh.expected = at, len(reviews)
    fresh.save(update_fields=["followed_at", "expected"])
    _tell(fresh, [fresh.coach], "followed", gettext_noop("Answers to look at after coaching: {title}"), at)
    return True


def _asking(coaching: Coaching) -> ScorecardVersion:
    """The newest version that asks for the criterion: it may be gone from those that came after."""
    versions = coaching.scorecard.versions.order_by("-number")
    return next(one for one in versions if coaching.criterion in one.keys)


def _written_since(coaching: Coaching, at: datetime.datetime) -> QuerySet[Message]:
    """What the coach may review of it and has not begun to."""
    theirs = Review.objects.exclude(state=State.DROPPED).filter(reviewer=coaching.coach).values("message")
    answers = reviewable_by(coaching.coach, at=at).exclude(pk__in=theirs)
    return answers.filter(author=coaching.person_id, at__gt=coaching.opened_at, at__lte=at, redacted_at=None)


@transaction.atomic
def close_coaching(
    coaching: Coaching, *, outcome: str, by: User, at: datetime.datetime | None = None
) -> Coaching:
    """With what came of it and the effect as it is now. Not before the follow-up sample was reviewed."""
    fresh, at = Coaching.objects.select_for_update(of=("self",)).get(pk=coaching.pk), moment(at)
    if by.pk != fresh.coach_id and not (by.may("review.manage") and by.pk != fresh.person_id):
        raise PermissionDenied("review.give")
    if fresh.closed_at:
        raise ValidationError(_("It is closed already."))
    if fresh.followed_at is None:
        raise ValidationError(
            _("It cannot be closed before its follow-up sample is drawn, on or after %(day)s."),
            params={"day": fresh.follow_up_on},
        )
    if not is_complete(fresh):
        raise ValidationError(_("Review the follow-up sample first: it shows whether it helped."))
    if not (words := said(outcome)):
        raise ValidationError(_("Say what came of it."))
    fresh.outcome, fresh.closed_at, fresh.effect = words, at, asdict(effect_of(fresh))
    fresh.save(update_fields=["outcome", "closed_at", "effect"])
    _tell(fresh, [fresh.person], "closed", gettext_noop("What came of it: {title}"), at)
    return fresh


def _agreed_on(reviews: Collection[Review], criterion: str) -> Review:
    """The first of them; ValidationError if they are not of one person and scorecard, or did not rate it."""
    found = Review.objects.filter(pk__in=[one.pk for one in reviews]).order_by("pk")
    rows = [*found.select_related("scorecard__scorecard", "person")]
    if not rows or len({(one.person_id, one.scorecard.scorecard_id) for one in rows}) != 1:
        raise ValidationError(_("Choose reviews of one person by one scorecard."))
    if any(one.state not in COUNTED or one.answers.get(criterion) is None for one in rows):
        raise ValidationError(_("Choose reviews that rated this criterion."))
    return rows[0]


def _may_coach(by: User, review: Review, at: datetime.datetime) -> bool:
    """Who may review the answer may coach on it; who gave the review as well."""
    return by.pk == review.reviewer_id or reviewable_by(by, at=at).filter(pk=review.message_id).exists()


def _tell(coaching: Coaching, to: Collection[User], key: str, words: str, at: datetime.datetime) -> None:
    notify(
        [one for one in to if one.is_active], key=f"coaching-{coaching.pk}-{key}", kind=Kind.REVIEW,
        words=words, params={"title": coaching.title}, page="qa:coaching", page_args=[coaching.pk],
        about=("coaching", coaching.pk), at=at,
    )  # fmt: skip
