"""What the manager's board keeps: back-tests of promises, what is counted, reports, words about days."""

from reports.models.annotations import Annotation, AnnotationChange
from reports.models.backtests import BacktestChange, BacktestRun
from reports.models.figures import (
    Counted,
    CountedUpTo,
    DayFigure,
    FigureZone,
    MonthFigure,
    StaleDay,
    TicketFact,
)
from reports.models.problems import (
    ProblemCandidate,
    ProblemMember,
    TicketPrint,
    TopicHour,
    TopicWeek,
    WordCount,
)
from reports.models.queues import QueueDay, StaleQueue
from reports.models.saved import Every, SavedReport, Sent, Subscription

__all__ = [
    "Annotation",
    "AnnotationChange",
    "BacktestChange",
    "BacktestRun",
    "Counted",
    "CountedUpTo",
    "DayFigure",
    "Every",
    "FigureZone",
    "MonthFigure",
    "ProblemCandidate",
    "ProblemMember",
    "QueueDay",
    "SavedReport",
    "Sent",
    "StaleDay",
    "StaleQueue",
    "Subscription",
    "TicketFact",
    "TicketPrint",
    "TopicHour",
    "TopicWeek",
    "WordCount",
]
