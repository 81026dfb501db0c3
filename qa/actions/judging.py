"""Whether what the tone monitor found is so: a person says it."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from qa.access import tone_findings_to_judge
from qa.choices import Heard
from qa.models import ToneFinding, ToneRule
from staff.models import User


@transaction.atomic
def judge(
    finding: ToneFinding, *, verdict: str, by: User, at: datetime.datetime | None = None
) -> ToneFinding:
    """Confirmed or dismissed; open takes a judgement back, one's own or, for managers, anybody's."""
    at = at or database_clock.now()
    if verdict not in Heard.values:
        raise ValidationError(_("There is no such choice."))
    fresh = ToneFinding.objects.select_for_update(of=("self",)).select_related("rule").get(pk=finding.pk)
    if not tone_findings_to_judge(by).filter(pk=fresh.pk).exists():
        raise PermissionDenied("review.give")
    if fresh.state == verdict:
        return fresh
    if fresh.state != Heard.OPEN and fresh.judged_by_id != by.pk and not by.may("review.manage"):
        raise ValidationError(_("A colleague has judged it meanwhile."))
    fresh.state, is_open = verdict, verdict == Heard.OPEN
    fresh.judged_by, fresh.judged_at = (None, None) if is_open else (by, at)
    fresh.save(update_fields=["state", "judged_by", "judged_at"])
    _count(fresh.rule_id)
    return fresh


def _count(number: int) -> None:
    """Anew from the rows, so that nothing is counted twice."""
    rule = ToneRule.objects.select_for_update().get(pk=number)
    rule.confirmed = rule.findings.filter(state=Heard.CONFIRMED).count()
    rule.dismissed = rule.findings.filter(state=Heard.DISMISSED).count()
    rule.save(update_fields=["confirmed", "dismissed"])
