"""What people are written about their shifts, each in their language and by their clock."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_noop

from notices.actions import notify
from notices.choices import Kind
from outbox import letters
from outbox.actions import queue
from outbox.writing import full_address
from scheduling.models import Publication, Shift
from staff.models import User


def tell_of_changes(publication: Publication, gone: Sequence[Shift], made: Sequence[Shift]) -> None:
    """One letter and one notice to everybody for whom something changed; what is over is no news."""
    lines: dict[int, dict[str, list[Shift]]] = defaultdict(lambda: {"gone": [], "made": []})
    for word, shifts in (("gone", gone), ("made", made)):
        for shift in shifts:
            if shift.ends_at > publication.at:
                lines[shift.user_id][word].append(shift)
    people = User.objects.filter(pk__in=list(lines), is_active=True)
    for user in people:
        _write(publication, user, lines[user.pk])
    notify(
        people,
        key=f"roster-{publication.pk}",
        kind=Kind.ROSTER,
        words=gettext_noop("Your shifts changed: {team}"),
        params={"team": publication.team.name},
        page="scheduling:roster_team",
        page_args=[publication.team.slug],
        at=publication.at,
    )


def _write(publication: Publication, user: User, changed: dict[str, list[Shift]]) -> None:
    zone = ZoneInfo(user.time_zone or publication.zone)
    with translation.override(user.language):
        told = {word: [said(shift, zone) for shift in _in_order(shifts)] for word, shifts in changed.items()}
    subject, text, html = letters.render(
        "roster_changed",
        {
            "name": user.first_name,
            "team": publication.team.name,
            "url": f"{settings.BASE_URL}{reverse('scheduling:roster_team', args=[publication.team.slug])}",
            "note": publication.note,
            **told,
        },
        user.language,
    )
    queue(
        key=f"roster-{publication.pk}-{user.pk}",
        kind="roster",
        to=[full_address(user.full_name, user.email)],
        subject=subject,
        text=text,
        html=html,
    )


def _in_order(shifts: Sequence[Shift]) -> list[Shift]:
    return sorted(shifts, key=lambda one: one.starts_at)


def said(shift: Shift, zone: ZoneInfo) -> str:
    """“Tue 3 Nov, 08:00–16:00”."""
    start, end = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
    return f"{date_format(start, 'D j M')}, {clock(start)}–{clock(end)}"


def clock(at: datetime.datetime) -> str:
    return time_format(at, "H:i")
