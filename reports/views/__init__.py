from reports.views.annotations import annotation, annotation_new, annotation_remove, annotations
from reports.views.backtests import backtest, backtest_run
from reports.views.behind import jobs, not_asked, undelivered
from reports.views.board import due, now, wall
from reports.views.listing import facts
from reports.views.money import money, overtime
from reports.views.person import mine, person, person_reviews, person_solved
from reports.views.reports import (
    report,
    report_change,
    report_delete,
    report_new,
    report_subscribe,
    reports,
)
from reports.views.satisfaction import done, low_scores, my_satisfaction, satisfaction, take
from reports.views.trends import trends

__all__ = [
    "annotation",
    "annotation_new",
    "annotation_remove",
    "annotations",
    "backtest",
    "backtest_run",
    "done",
    "due",
    "facts",
    "jobs",
    "low_scores",
    "mine",
    "money",
    "my_satisfaction",
    "not_asked",
    "now",
    "overtime",
    "person",
    "person_reviews",
    "person_solved",
    "report",
    "report_change",
    "report_delete",
    "report_new",
    "report_subscribe",
    "reports",
    "satisfaction",
    "take",
    "trends",
    "undelivered",
    "wall",
]
