"""Pages of saved reports: all of them, one with every kind of figure, and what it is made of."""

from django.utils import timezone

from reports.counted import counting
from reports.marked_days.actions import annotate
from reports.saved.actions import save_report, subscribe
from tests.reports.ground import PARTS

PAGES: dict[str, str | None] = {
    "reports:reports": "mona",
    "reports:report_new": "mona",
    "reports:report": "mona",
    "reports:report_change": "mona",
    "reports:annotations": "mona",
    "reports:annotation_new": "mona",
    "reports:annotation": "mona",
}
SHOWS: dict[str, str] = {
    "reports:reports": "Who sees it",
    "reports:report_new": "Shared with the desk",
    "reports:report": "The next one",
    "reports:report_change": "Shared with the desk",
    "reports:annotations": "Mark a day",
    "reports:annotation_new": "Who is told",
    "reports:annotation": "History",
}
NO_PAGES: set[str] = {"reports:report_delete", "reports:report_subscribe", "reports:annotation_remove"}


def arguments(cast) -> dict[str, list]:
    counting.bring_up_to_date()
    today = timezone.localdate()
    marked = annotate(by=cast.mona, words=cast.nasty[:80], since=today)
    report = save_report(None, by=cast.mona, name=cast.nasty[:80], shared=True, parts=PARTS)
    subscribe(report, by=cast.mona, every="week", hour=8, on_day=0)
    return {
        "reports:report": [report.pk], "reports:report_change": [report.pk],
        "reports:annotation": [marked.pk],
    }  # fmt: skip
