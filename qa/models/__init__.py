from qa.models.disputes import Dispute
from qa.models.reviews import Mark, Rating, Reading, Review
from qa.models.scorecards import Scorecard, ScorecardVersion

__all__ = ["Dispute", "Mark", "Rating", "Reading", "Review", "Scorecard", "ScorecardVersion"]
