"""Telling customers about a problem before they write, and no longer."""

import datetime
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import Team, User
from tickets import events
from tickets.actions.locking import locked
from tickets.actors import require
from tickets.choices import ACTIVE, EventKind
from tickets.models import Banner, Ticket, TicketType

LONGEST = 400


@transaction.atomic
def set_banner(
    problem: Ticket, *, by: User, words: Mapping[str, str], team: Team | None = None,
    kind: TicketType | None = None, since: datetime.datetime | None = None,
    until: datetime.datetime | None = None, at: datetime.datetime | None = None,
) -> Banner:  # fmt: skip
    """These words by language, instead of the banner that the problem has. Who does not see every team says
    it for a team of theirs. ValidationError if nothing is said, or the problem is solved.
    """
    require(by, "banner.set")
    _may_tell(by, team)
    fresh, at = locked(problem), at or database_clock.now()
    said = _clean(words)
    since = since or at
    if fresh.state not in ACTIVE:
        raise ValidationError(_("The problem is solved: there is nothing to tell."))
    if until is not None and until <= max(since, at):
        raise ValidationError({"until": _("It must end after it begins, and not in the past.")})
    for old in fresh.banners.filter(ended_at=None):
        _end(old, by, at)
    banner = Banner.objects.create(
        problem=fresh, words=said, team=team, type=kind, since=since, until=until, made_by=by, made_at=at
    )
    events.touch(fresh)
    events.record(
        fresh, EventKind.BANNER_SET, by=by, at=at, banner=banner.pk, words=said,
        until=until.isoformat() if until else None, team=team.pk if team else None,
    )  # fmt: skip
    return banner


@transaction.atomic
def end_banner(banner: Banner, *, by: User, at: datetime.datetime | None = None) -> None:
    """Twice is once."""
    require(by, "banner.set")
    _may_tell(by, banner.team)
    fresh, at = locked(banner.problem), at or database_clock.now()
    row = Banner.objects.get(pk=banner.pk)
    if row.ended_at is None:
        _end(row, by, at)
        events.touch(fresh)
        events.record(fresh, EventKind.BANNER_ENDED, by=by, at=at, banner=row.pk)


def _end(row: Banner, by: User, at: datetime.datetime) -> None:
    row.ended_at, row.ended_by = at, by
    row.save(update_fields=["ended_at", "ended_by"])


def _may_tell(by: User, team: Team | None) -> None:
    if not by.may("ticket.see_all") and (team is None or not by.memberships.filter(team=team).exists()):
        raise PermissionDenied("banner.set")


def _clean(words: Mapping[str, str]) -> dict[str, str]:
    known = {code for code, _name in settings.LANGUAGES}
    said = {code: " ".join(text.split()) for code, text in words.items() if code in known and text.strip()}
    if not said:
        raise ValidationError(_("Say in one language at least what is the matter."))
    if any(len(text) > LONGEST for text in said.values()):
        raise ValidationError(_("Say it in at most %(most)s signs.") % {"most": LONGEST})
    return said
