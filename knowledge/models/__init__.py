from knowledge.models.articles import Article, Reading, Version
from knowledge.models.categories import Category
from knowledge.models.courses import Course, Edition, Lesson, LessonFile
from knowledge.models.sessions import Seat, Session
from knowledge.models.training import Attempt, Certificate, Enrolment, EnrolmentRule, LessonDone
from knowledge.models.voices import DayCount, Missed, MissedAnswer, Report, Vote

__all__ = [
    "Article",
    "Attempt",
    "Category",
    "Certificate",
    "Course",
    "DayCount",
    "Edition",
    "Enrolment",
    "EnrolmentRule",
    "Lesson",
    "LessonDone",
    "LessonFile",
    "Missed",
    "MissedAnswer",
    "Reading",
    "Report",
    "Seat",
    "Session",
    "Version",
    "Vote",
]
