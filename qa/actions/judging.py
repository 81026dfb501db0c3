"""Whether what the tone monitor found is so: a person says it."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from notices.actions import settle
from qa.access import tone_findings_to_judge
from qa.actions.keeping import moment
from qa.actions.tone_keeping import locked_finding, tell_of_tone, turn
from qa.choices import Heard, Verdict
from qa.models import ToneFinding
from staff.models import User


@transaction.atomic
def judge(
    finding: ToneFinding, *, verdict: str, by: User, at: datetime.datetime | None = None
) -> ToneFinding:
    """Confirmed or dismissed; open takes a judgement back, one's own or, for managers, anybody's. Its author
    is told what was confirmed. While it is disputed, and once a dispute has dismissed it, nobody judges it.
    """
    at = moment(at)
    if verdict not in Heard.values:
        raise ValidationError(_("There is no such choice."))
    fresh = locked_finding(finding)
    if not tone_findings_to_judge(by).filter(pk=fresh.pk).exists():
        raise PermissionDenied("review.give")
    if fresh.state == verdict:
        return fresh
    _check(fresh, by)
    turn(fresh, verdict, by=by, at=at)
    if verdict == Heard.CONFIRMED:
        tell_of_tone(
            [fresh.message.author], fresh, key=f"confirmed-{at:%Y%m%d%H%M%S%f}", at=at,
            words=gettext_noop("A finding on the tone of an answer of yours was confirmed: ticket #{number}"),
        )  # fmt: skip
    else:
        settle(("tone", fresh.pk), keys=f"tone-{fresh.pk}-confirmed")
    return fresh


def _check(finding: ToneFinding, by: User) -> None:
    verdicts = {one.verdict for one in finding.disputes.all()}
    if Verdict.OPEN in verdicts:
        raise ValidationError(_("Its author disputes it: decide about the dispute."))
    if Verdict.ACCEPTED in verdicts:
        raise ValidationError(_("A dispute has dismissed it. That holds."))
    if finding.state != Heard.OPEN and finding.judged_by_id != by.pk and not by.may("review.manage"):
        raise ValidationError(_("A colleague has judged it meanwhile."))
