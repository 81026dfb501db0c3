"""What the manager's board keeps: back-tests of promises, and what is counted."""

from reports.models.backtests import BacktestChange, BacktestRun
from reports.models.figures import Counted, CountedUpTo, DayFigure, FigureZone, StaleDay, TicketFact
from reports.models.problems import ProblemCandidate, ProblemMember, TicketPrint, TopicHour, WordCount

__all__ = [
    "BacktestChange",
    "BacktestRun",
    "Counted",
    "CountedUpTo",
    "DayFigure",
    "FigureZone",
    "ProblemCandidate",
    "ProblemMember",
    "StaleDay",
    "TicketFact",
    "TicketPrint",
    "TopicHour",
    "WordCount",
]
