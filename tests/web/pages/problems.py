"""Pages of problems that the radar found."""

import datetime

from django.utils import timezone

from reports.models import ProblemCandidate, ProblemMember, TopicHour

PAGES: dict[str, str | None] = {"reports:problems": "mona", "reports:problem": "mona"}
SHOWS: dict[str, str] = {
    "reports:problems": "The coming weeks",
    "reports:problem": "Tickets that say the same",
}
NO_PAGES: set[str] = {
    "reports:problem_accept",
    "reports:problem_dismiss",
    "reports:problem_take_in",
    "reports:problem_leave_out",
    "reports:problem_banner",
    "reports:problem_banner_end",
}


def arguments(cast) -> dict[str, list]:
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    one = ProblemCandidate.objects.create(
        topic="tag:card", core=["card", "check"], name=cast.nasty[:160], found_at=now, last_at=now, count=12,
        usual=0.4, rates=[0.4] * 168,
    )  # fmt: skip
    ProblemMember.objects.create(candidate=one, ticket=cast.ticket, added_at=now)
    TopicHour.objects.bulk_create(
        TopicHour(topic="tag:card", hour=hour - datetime.timedelta(days=n), n=n % 7 + 1) for n in range(80)
    )
    return {"reports:problem": [one.pk]}
