from knowledge.models.articles import Article, Reading, Version
from knowledge.models.categories import Category
from knowledge.models.voices import DayCount, Missed, MissedAnswer, Report, Vote

__all__ = [
    "Article",
    "Category",
    "DayCount",
    "Missed",
    "MissedAnswer",
    "Reading",
    "Report",
    "Version",
    "Vote",
]
