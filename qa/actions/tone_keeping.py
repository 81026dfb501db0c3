"""What every act on a finding of the tone monitor begins and ends with."""

import datetime
from collections.abc import Collection

from notices.actions import notify
from notices.choices import Kind
from qa.choices import Heard
from qa.models import ToneFinding, ToneRule
from staff.models import User


def locked_finding(finding: ToneFinding) -> ToneFinding:
    found = ToneFinding.objects.select_for_update(of=("self",)).select_related(
        "rule", "judged_by", "message__author", "message__ticket"
    )
    return found.prefetch_related("disputes").get(pk=finding.pk)


def turn(finding: ToneFinding, state: str, *, by: User, at: datetime.datetime) -> None:
    """Locked by the caller. Its rule is counted anew."""
    finding.state, is_open = state, state == Heard.OPEN
    finding.judged_by, finding.judged_at = (None, None) if is_open else (by, at)
    finding.save(update_fields=["state", "judged_by", "judged_at"])
    _count(finding.rule_id)


def tell_of_tone(
    to: Collection[User], finding: ToneFinding, *, key: str, words: str, at: datetime.datetime
) -> int:
    """Those of them who work here. Which words they were stands on its page alone."""
    author = finding.message.author
    return notify(
        [one for one in to if one.is_active], key=f"tone-{finding.pk}-{key}", kind=Kind.REVIEW, words=words,
        params={"number": finding.message.ticket_id, "name": author.full_name}, page="qa:tone_finding",
        page_args=[finding.pk], about=("tone", finding.pk), at=at,
    )  # fmt: skip


def _count(number: int) -> None:
    """Anew from the rows, so that nothing is counted twice."""
    rule = ToneRule.objects.select_for_update().get(pk=number)
    rule.confirmed = rule.findings.filter(state=Heard.CONFIRMED).count()
    rule.dismissed = rule.findings.filter(state=Heard.DISMISSED).count()
    rule.save(update_fields=["confirmed", "dismissed"])
