"""What is told now, in the reader's language."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tickets.models import Banner


@dataclass(frozen=True)
class Told:
    """`language` is that of the words, where it is not the one asked for. `type_id`: where that is chosen."""

    words: str
    language: str
    problem_id: int
    type_id: int | None


def told_now(
    language: str, *, teams: Collection[int] | None = None, now: datetime.datetime | None = None
) -> list[Told]:
    """In force, of these teams or for everybody; the newest first. One statement."""
    rows = Banner.objects.in_force(now or timezone.now())
    if teams is not None:
        rows = rows.filter(Q(team=None) | Q(team__in=[*teams]))
    return [_told(row, language) for row in rows.only("words", "problem", "type")]


def _told(row: Banner, language: str) -> Told:
    code = fallback(row.words, language)
    return Told(row.words[code], "" if code == language else code, row.problem_id, row.type_id)


def fallback(words: Mapping[str, str], language: str) -> str:
    """The language asked for, else the desk's own, else the first that there is."""
    return next(code for code in (language, settings.LANGUAGE_CODE, *sorted(words)) if code in words)
