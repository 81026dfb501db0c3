"""What lists show beside each row."""

from django.db.models import Count, F, Q, QuerySet

from hiring import stages
from hiring.models import Candidate, Position

MOST_IN_COLUMN = 50


def counted(positions: QuerySet[Position]) -> QuerySet[Position]:
    """With how many stand for each, how many of them are on the way, and how many are hired."""
    candidates = "candidates"
    return positions.annotate(
        all_of_them=Count(candidates),
        on_the_way=Count(candidates, filter=~Q(candidates__stage__meaning__in=stages.ENDS)),
        hired=Count(candidates, filter=Q(candidates__stage__meaning=stages.HIRED)),
    ).order_by("-pk")


def on_cards(candidates: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """With the interviews that were asked for, and those handed in; who came last to a stage comes first."""
    return candidates.annotate(
        asked=Count("scorecards"),
        handed_in=Count("scorecards", filter=Q(scorecards__handed_in_at__isnull=False)),
        stage_place=F("stage__place"),
    ).order_by("-stage_since", "-pk")
