from qa.models.disputes import Dispute
from qa.models.moments import Moment
from qa.models.plans import Cycle, Draw, Plan, PlanReviewer
from qa.models.reviews import Mark, Rating, Reading, Review
from qa.models.scorecards import Scorecard, ScorecardVersion

__all__ = [
    "Cycle",
    "Dispute",
    "Draw",
    "Mark",
    "Moment",
    "Plan",
    "PlanReviewer",
    "Rating",
    "Reading",
    "Review",
    "Scorecard",
    "ScorecardVersion",
]
