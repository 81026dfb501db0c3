"""What was heard in an answer, beside the criteria that are about that kind of tone. It scores nothing."""

from qa import actions
from qa.access import sides, tone_findings_for
from qa.choices import Heard
from qa.models import Review, ToneFinding
from qa.steps import PERSON
from staff.models import User


def heard_beside(review: Review, *, by: User) -> dict[str, list[ToneFinding]]:
    """By kind what nobody dismissed, for who may see it; of one's own answer what was confirmed alone. Looks
    at somebody else's are written down.
    """
    kinds = {one["tone"] for one in review.scorecard.criteria if one.get("tone")}
    if not kinds:
        return {}
    states = [Heard.CONFIRMED] if PERSON in sides(by, review) else [Heard.CONFIRMED, Heard.OPEN]
    seen = tone_findings_for(by).filter(message=review.message_id, kind__in=kinds, state__in=states)
    found: dict[str, list[ToneFinding]] = {}
    for one in seen.select_related("rule", "message").order_by("state", "start", "pk"):
        found.setdefault(one.kind, []).append(one)
    if found:
        actions.note_looks(seen, by=by)
    return found
