"""Criteria that a scorecard says are about a kind of tone: {"tone": kind} where it is there."""

from qa.models import Scorecard


def links() -> dict[tuple[int, str], str]:
    """As scorecards are now: {(scorecard, criterion): kind}."""
    rows = Scorecard.objects.exclude(current=None).values_list("pk", "current__criteria")
    return {(card, one["key"]): one["tone"] for card, criteria in rows for one in criteria if one.get("tone")}
