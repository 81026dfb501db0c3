"""Pages of figures: one's own, and those of somebody one leads."""

import datetime

from django.utils import timezone

from reports import counting
from tests.factories import make_shift

PAGES: dict[str, str | None] = {
    "reports:person": "mona",
    "mine:figures": "amara",
    "reports:trends": "mona",
    "reports:list": "mona",
}
SHOWS: dict[str, str] = {
    "reports:person": "What is left out",
    "mine:figures": "What is left out",
    "reports:trends": "Tell apart by",
    "reports:list": "Where is my",
}
QUERIES: dict[str, dict[str, str]] = {
    "reports:list": {"of": "arrivals", "since": "2020-01-01", "until": "2100-01-01", "zone": "UTC"}
}
NO_PAGES: set[str] = set()


def arguments(cast) -> dict[str, list]:
    now = timezone.now()
    for days in (2, 3):
        make_shift(cast.amara, cast.billing, now - datetime.timedelta(days=days), 8)
    counting.bring_up_to_date()
    return {"reports:person": [cast.amara.pk]}
