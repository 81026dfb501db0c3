"""Pages of figures: one's own, those of somebody one leads, and the lists behind numbers."""

import datetime

from django.utils import timezone

from reports.counted import counting
from tests.factories import make_shift

PAGES: dict[str, str | None] = {
    "reports:person": "mona",
    "mine:figures": "amara",
    "reports:trends": "mona",
    "reports:list": "mona",
    "reports:person_solved": "amara",
    "reports:person_reviews": "amara",
    "reports:undelivered": "mona",
    "reports:jobs": "mona",
}
SHOWS: dict[str, str] = {
    "reports:person": "What is left out",
    "mine:figures": "What is left out",
    "reports:trends": "Tell apart by",
    "reports:list": "Where is my",
    "reports:person_solved": "which of them a customer has opened again",
    "reports:person_reviews": "drawn by chance",
    "reports:undelivered": "Of the last seven days",
    "reports:jobs": "Workers for letters",
}
DAYS = {"since": "2020-01-01", "until": "2100-01-01"}
QUERIES: dict[str, dict[str, str]] = {
    "reports:list": {"of": "arrivals", "since": "2020-01-01", "until": "2100-01-01", "zone": "UTC"},
    "reports:person_solved": DAYS,
    "reports:person_reviews": DAYS,
}
NO_PAGES: set[str] = set()


def arguments(cast) -> dict[str, list]:
    now = timezone.now()
    for days in (2, 3):
        make_shift(cast.amara, cast.billing, now - datetime.timedelta(days=days), 8)
    counting.bring_up_to_date()
    pages = ("reports:person", "reports:person_solved", "reports:person_reviews")
    return {page: [cast.amara.pk] for page in pages}
