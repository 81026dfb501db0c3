"""Signed by the evaluator, who freezes it, and then by the person; reopened only by a manager."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evaluations.actions.keeping import StaleDraft, go, locked, moment, reason, require, stamp, tell
from evaluations.choices import Side, State
from evaluations.gathering import live, said_in
from evaluations.models import Edition, Evaluation, Signature, Writing
from lib.canonical import canonical, digest
from notices.actions import settle
from staff.models import User

MOST_WORDS = 5000


@transaction.atomic
def sign(
    evaluation: Evaluation, *, by: User, seen: str | None = None, at: datetime.datetime | None = None
) -> Signature:
    """The evaluator signs: everything, the evidence of this moment included, is frozen with its hash.

    `seen` is `words_seen` of what was on the screen: StaleDraft if somebody wrote since.
    """
    fresh, at = locked(evaluation), moment(at)
    require(fresh, "sign", by=by, at=at)
    edition = fresh.current
    if seen is not None and seen != words_seen(edition):
        raise StaleDraft
    edition.snapshot = canonical(live(fresh, edition, frozen_at=at))
    edition.sha256, edition.frozen_at = digest(edition.snapshot), at
    edition.save(update_fields=["snapshot", "sha256", "frozen_at"])
    signature = Signature.objects.create(
        edition=edition, side=Side.EVALUATOR, by=by, at=at, sha256=edition.sha256
    )
    go(fresh, State.SIGNED)
    tell(
        [fresh.person], fresh, key="signed", at=at, day=fresh.cycle.sign_by.isoformat(),
        words=gettext_noop("Your evaluation waits for your signature: {cycle}"),
        detail=gettext_noop("Sign it by {day}, or sign that you have seen it and disagree."),
    )  # fmt: skip
    return signature


@transaction.atomic
def countersign(
    evaluation: Evaluation, *, by: User, sha256: str, agrees: bool = True, words: str = "",
    at: datetime.datetime | None = None,
) -> Signature:  # fmt: skip
    """The person signs what has this hash, or that they have seen it and disagree, and why."""
    fresh, at = locked(evaluation), moment(at)
    require(fresh, "countersign", by=by, at=at)
    if sha256 != fresh.current.sha256 or not fresh.current.is_intact:
        raise StaleDraft
    words = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if not agrees and not words:
        raise ValidationError(_("Say why you disagree: it is kept with your signature."))
    if len(words) > MOST_WORDS:
        raise ValidationError(_("The text is longer than %(most)s characters."), params={"most": MOST_WORDS})
    signature = Signature.objects.create(
        edition=fresh.current, side=Side.PERSON, by=by, at=at, sha256=sha256, agrees=agrees, words=words
    )
    go(fresh, State.DONE)
    settle(("evaluation", fresh.pk))
    told = gettext_noop("{name} has signed the evaluation: {cycle}")
    if not agrees:
        told = gettext_noop("{name} has seen the evaluation and disagrees: {cycle}")
    tell([fresh.evaluator], fresh, key="done", at=at, words=told)
    return signature


@transaction.atomic
def reopen(evaluation: Evaluation, *, by: User, why: str, at: datetime.datetime | None = None) -> Edition:
    """Another edition, with the words of the one before to begin with; what was signed stays as it was."""
    fresh, at = locked(evaluation), moment(at)
    require(fresh, "reopen", by=by, at=at)
    before = fresh.current
    fresh.current = Edition.objects.create(
        evaluation=fresh, number=before.number + 1, reason=reason(why), begun_by=by, begun_at=at
    )
    for voice, writing in said_in(before).items():
        Writing.objects.create(
            edition=fresh.current, voice=voice, number=1, words=writing.words, by=writing.by, at=writing.at
        )
    fresh.state = State.OPENED
    fresh.save(update_fields=["current", "state"])
    tell(
        [fresh.person, fresh.evaluator], fresh, key="reopened", at=at, why=fresh.current.reason,
        words=gettext_noop("The evaluation of {name} is open again: {cycle}"), detail="{why}",
    )  # fmt: skip
    return fresh.current


@transaction.atomic
def withdraw(
    evaluation: Evaluation, *, by: User, why: str, at: datetime.datetime | None = None
) -> Evaluation:
    """It will not be finished, for a reason that both sides read."""
    fresh, at = locked(evaluation), moment(at)
    require(fresh, "withdraw", by=by, at=at)
    fresh.state, fresh.withdrawn_for = State.WITHDRAWN, reason(why)
    fresh.save(update_fields=["state", "withdrawn_for"])
    settle(("evaluation", fresh.pk))
    tell(
        [fresh.person, fresh.evaluator], fresh, key="withdrawn", at=at, why=fresh.withdrawn_for,
        words=gettext_noop("The evaluation of {name} was withdrawn: {cycle}"), detail="{why}",
    )  # fmt: skip
    return fresh


@transaction.atomic
def hand_over(
    evaluation: Evaluation, *, to: User, by: User, at: datetime.datetime | None = None
) -> Evaluation:
    """Somebody else evaluates; what was written stays with it."""
    fresh, at = locked(evaluation), moment(at)
    require(fresh, "hand_over", by=by, at=at)
    if not to.may("evaluation.hold"):
        raise ValidationError(_("Their role does not evaluate others."))
    if to.pk == fresh.person_id:
        raise ValidationError(_("Nobody evaluates themselves."))
    if by.pk == fresh.person_id:
        raise PermissionDenied("evaluation.hand_over")
    if to.pk == fresh.evaluator_id:
        return fresh
    return entrust(fresh, to=to, at=at)


def entrust(held: Evaluation, *, to: User, at: datetime.datetime) -> Evaluation:
    """The locked one, to somebody whose it may be."""
    held.evaluator = to
    held.save(update_fields=["evaluator"])
    tell(
        [to], held, key=f"to-write-{stamp(at)}", at=at, day=held.cycle.write_by.isoformat(),
        words=gettext_noop("You evaluate {name}: {cycle}"), detail=gettext_noop("Write by {day}."),
    )  # fmt: skip
    return held


def words_seen(edition: Edition) -> str:
    """What stands written, as one mark: it is another one as soon as anybody saves."""
    said = said_in(edition)
    return "-".join(f"{voice[:2]}{said[voice].number}" for voice in sorted(said))
