"""The person objects, and it is decided."""

import datetime
from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qa.actions.keeping import locked, moment, require, tell
from qa.actions.reviewing import keep_score, score_of
from qa.actions.rounds import begin_round, deciders_of, end_round, pass_round_up, reason_of, running_of
from qa.choices import State, Verdict
from qa.models import Dispute, Review
from staff.models import User

CHANGES = (Verdict.ACCEPTED, Verdict.PARTLY)


@transaction.atomic
def dispute(
    review: Review, *, criteria: Collection[str], words: str, by: User, at: datetime.datetime | None = None
) -> Dispute:
    """Of these criteria, with words that say why. It waits for the reviewer, the last round for a manager."""
    fresh, at = locked(review), moment(at)
    require(fresh, "dispute", by=by, at=at)
    named = [key for key in fresh.scorecard.keys if key in criteria]
    if not named or len(named) != len({*criteria}):
        raise ValidationError(_("Choose what you disagree with."))
    made = begin_round(fresh, words=words, criteria=named, at=at)
    _go(fresh, State.DISPUTED)
    tell(
        deciders(_again(fresh)), fresh, key=f"disputed-{made.number}", at=at,
        words=gettext_noop("{name} disputes a review: ticket #{number}"),
    )  # fmt: skip
    return made


@transaction.atomic
def pass_up(review: Review, *, by: User, at: datetime.datetime | None = None) -> Dispute:
    """The reviewer leaves it to a manager."""
    fresh, at = locked(review), moment(at)
    require(fresh, "pass_up", by=by, at=at)
    running = pass_round_up(fresh, at=at)
    tell(
        deciders(_again(fresh)), fresh, key=f"up-{running.number}", at=at,
        words=gettext_noop("A dispute about a review waits for a manager: ticket #{number}"),
    )  # fmt: skip
    return running


@transaction.atomic
def settle(
    review: Review, *, verdict: str, answer: str, by: User, answers: Mapping[str, int | None] | None = None,
    at: datetime.datetime | None = None,
) -> Dispute:  # fmt: skip
    """Accepted, wholly or in part, with the new `answers` of criteria that were disputed, or rejected; in
    words that the person reads. What the review said before stays with the dispute.
    """
    fresh, at = locked(review), moment(at)
    require(fresh, "settle", by=by, at=at)
    running = running_of(fresh)
    if verdict not in (*CHANGES, Verdict.REJECTED):
        raise ValidationError(_("There is no such choice."))
    words = reason_of(answer)
    before = {"answers": fresh.answers, "score": None if fresh.score is None else str(fresh.score)}
    _change(fresh, running, verdict, answers or {})
    end_round(running, verdict=verdict, answer=words, before=before, by=by, at=at)
    fresh.state, fresh.since = State.GIVEN, at
    fresh.save(update_fields=["state", "since", "answers", "score", "failed", "causes"])
    tell(
        {fresh.person, fresh.reviewer} - {by}, fresh, key=f"settled-{running.number}", at=at,
        words=gettext_noop("A dispute about a review is decided: ticket #{number}"),
    )  # fmt: skip
    return running


def deciders(review: Review) -> list[User]:
    """Who may settle the running dispute: the reviewer, or managers who are neither of the two."""
    return deciders_of(review.standing, reviewer=review.reviewer, person=review.person_id)


def _change(review: Review, running: Dispute, verdict: str, answers: Mapping[str, int | None]) -> None:
    changed = {key: value for key, value in answers.items() if review.answers.get(key, "") != value}
    if verdict == Verdict.REJECTED and changed:
        raise ValidationError(_("A rejected dispute changes nothing: accept it, wholly or in part."))
    if set(changed) - set(running.criteria):
        raise ValidationError(_("Only what was disputed can be changed."))
    if verdict in CHANGES and not changed:
        raise ValidationError(_("Say how the review reads now: change what you accept."))
    review.answers = {**review.answers, **changed}
    review.causes = {key: named for key, named in review.causes.items() if key not in changed}
    keep_score(review, score_of(review.scorecard, review.answers))


def _again(review: Review) -> Review:
    """With the disputes as they are now."""
    return Review.objects.select_related("reviewer").prefetch_related("disputes").get(pk=review.pk)


def _go(review: Review, state: str) -> None:
    review.state = state
    review.save(update_fields=["state"])
