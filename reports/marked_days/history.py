"""Who marked a day, and what could be marked besides: problems of the last weeks."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone, translation

from reports.access import annotations_for
from reports.marked_days.actions import LONGEST_WORDS
from reports.marked_days.annotated import days_of
from reports.models import Annotation, AnnotationChange, ProblemCandidate
from staff.models import User
from staff.queries import teams_of
from tickets.access import tickets_for
from tickets.models import Banner, Ticket

LOOK_BACK = datetime.timedelta(days=60)
MOST = 5


@dataclass(frozen=True, slots=True)
class Offer:
    words: str
    day: datetime.date
    link: str


def history_of(user: User, one: Annotation) -> list[tuple[AnnotationChange, str]]:
    """With the days that it was about, newest first; not how it read while it was of a team that this reader
    does not see.
    """
    found = one.changes.select_related("by")
    if not user.may("ticket.see_all"):
        seen = {None, *teams_of(user).values_list("pk", flat=True)}
        found = [change for change in found if change.said["team_id"] in seen]
    return [(change, days_of(_as_it_was(change))) for change in found]


def _as_it_was(change: AnnotationChange) -> Annotation:
    days = {name: datetime.date.fromisoformat(change.said[name]) for name in ("since", "last")}
    return Annotation(words=change.said["words"], **days)


def offers_for(user: User) -> list[Offer]:
    """Problem tickets of the last weeks that this reader sees and nobody has marked yet."""
    since = timezone.now() - LOOK_BACK
    known = ProblemCandidate.objects.filter(problem__isnull=False, found_at__gte=since)
    told = Banner.objects.filter(since__gte=since)
    found = tickets_for(user).filter(Q(pk__in=known.values("problem")) | Q(pk__in=told.values("problem")))
    rows = found.prefetch_related("banners").order_by("-opened_at")[: 2 * MOST]
    offered = [_offer(one) for one in rows]
    marked = set(annotations_for(user).filter(last__gte=since.date()).values_list("words", flat=True))
    return [one for one in offered if one.words not in marked][:MOST]


def _offer(problem: Ticket) -> Offer:
    """As customers were told of it in this language, or as it is called."""
    words = _banner_words([*problem.banners.all()]) or problem.subject
    day = timezone.localtime(problem.opened_at).date()
    last = timezone.localtime(problem.solved_at).date() if problem.solved_at else day
    said = " ".join(words.split())[:LONGEST_WORDS].strip()
    asked = {"words": said, "day": day.isoformat(), "to": last.isoformat() if last != day else ""}
    asked["of_team"] = str(problem.team_id)
    return Offer(said, day, urlencode({key: value for key, value in asked.items() if value}))


def _banner_words(banners: Sequence[Banner]) -> str:
    language = translation.get_language() or ""
    return next((one.words[language] for one in banners if one.words.get(language)), "")
