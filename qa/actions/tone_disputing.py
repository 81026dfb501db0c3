"""The author objects to a finding on tone that somebody confirmed, and it is decided, as with a review."""

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qa.access import tone_findings_for, tone_findings_to_judge, tone_sides
from qa.actions.keeping import TONE_REFUSALS, moment, require_step
from qa.actions.rounds import begin_round, deciders_of, end_round, pass_round_up, reason_of, running_of
from qa.actions.tone_keeping import locked_finding, tell_of_tone, turn
from qa.choices import Heard, Verdict
from qa.models import Dispute, ToneFinding
from staff.models import User


@transaction.atomic
def dispute_tone(
    finding: ToneFinding, *, words: str, by: User, at: datetime.datetime | None = None
) -> Dispute:
    """It waits for whoever confirmed it, the last round for a manager."""
    fresh, at = locked_finding(finding), moment(at)
    _require(fresh, "dispute", by, at)
    made = begin_round(fresh, words=words, at=at)
    tell_of_tone(
        _deciders(fresh), fresh, key=f"disputed-{made.pk}", at=at,
        words=gettext_noop("{name} disputes a finding on tone: ticket #{number}"),
    )  # fmt: skip
    return made


@transaction.atomic
def pass_up_tone(finding: ToneFinding, *, by: User, at: datetime.datetime | None = None) -> Dispute:
    """Whoever confirmed it leaves it to a manager."""
    fresh, at = locked_finding(finding), moment(at)
    _require(fresh, "pass_up", by, at)
    running = pass_round_up(fresh, at=at)
    tell_of_tone(
        _deciders(fresh), fresh, key=f"up-{running.pk}", at=at,
        words=gettext_noop("A dispute about tone waits for a manager: ticket #{number}"),
    )  # fmt: skip
    return running


@transaction.atomic
def settle_tone(
    finding: ToneFinding, *, verdict: str, answer: str, by: User, at: datetime.datetime | None = None
) -> Dispute:
    """Accepted: the finding is dismissed for good. Rejected: it stays. Where the words were removed since
    nobody can look at them any more, so that it can only be accepted.
    """
    fresh, at = locked_finding(finding), moment(at)
    _require(fresh, "settle", by, at)
    if verdict not in (Verdict.ACCEPTED, Verdict.REJECTED):
        raise ValidationError(_("There is no such choice."))
    words, running = reason_of(answer), running_of(fresh)
    if verdict == Verdict.REJECTED and fresh.is_gone:
        raise ValidationError(
            _(
                "The words were removed since. What nobody can read any more is held against nobody: it can "
                "only be accepted."
            )
        )
    judge = fresh.judged_by
    before = {"judged_by": fresh.judged_by_id, "judged_at": fresh.judged_at.isoformat()}
    if verdict == Verdict.ACCEPTED:
        turn(fresh, Heard.DISMISSED, by=by, at=at)
    end_round(running, verdict=verdict, answer=words, before=before, by=by, at=at)
    tell_of_tone(
        {fresh.message.author, judge} - {by}, fresh, key=f"settled-{running.pk}", at=at,
        words=gettext_noop("A dispute about tone is decided: ticket #{number}"),
    )  # fmt: skip
    return running


def _require(finding: ToneFinding, step: str, by: User, at: datetime.datetime) -> None:
    if not tone_findings_for(by).filter(pk=finding.pk).exists():
        raise PermissionDenied(f"tone.{step}")
    require_step(step, finding.standing, tone_sides(by, finding), at, TONE_REFUSALS)


def _deciders(finding: ToneFinding) -> Collection[User]:
    """None of them reports to the author."""
    again = locked_finding(finding)
    may = tone_findings_to_judge(again.judged_by).filter(pk=again.pk).exists()
    person = again.message.author_id
    asked = deciders_of(again.standing, reviewer=again.judged_by, person=person, can=may)
    return [one for one in asked if one.reports_to_id != person]
