from qa.models.calibrations import Calibration, CalibrationItem, Said, Sheet
from qa.models.checks import Check
from qa.models.coaching import Coaching
from qa.models.disputes import Dispute
from qa.models.loops import Finding, Loop
from qa.models.moments import Moment
from qa.models.plans import Cycle, Draw, Plan, PlanReviewer
from qa.models.reviews import Mark, Rating, Reading, Review
from qa.models.scorecards import Scorecard, ScorecardVersion
from qa.models.tone import ToneFinding, ToneLook, ToneReading, ToneRule

__all__ = [
    "Calibration",
    "CalibrationItem",
    "Check",
    "Coaching",
    "Cycle",
    "Dispute",
    "Draw",
    "Finding",
    "Loop",
    "Mark",
    "Moment",
    "Plan",
    "PlanReviewer",
    "Rating",
    "Reading",
    "Review",
    "Said",
    "Scorecard",
    "ScorecardVersion",
    "Sheet",
    "ToneFinding",
    "ToneLook",
    "ToneReading",
    "ToneRule",
]
