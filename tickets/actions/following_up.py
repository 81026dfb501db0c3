"""A low score: somebody hears of it, takes it and says what was done."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from lib.text import clean, shorten
from notices.actions import notify
from notices.choices import Kind as NoticeKind
from staff.models import User
from staff.permissions import roles_with
from tickets import events
from tickets.actions.locking import locked
from tickets.actions.survey_setup import may_follow_up
from tickets.choices import EventKind
from tickets.models import FollowUp, Survey, TeamSurvey

MOST_NOTE = 2000
LOW = gettext_noop("{who} was not satisfied ({score} of 5): #{number} {subject}")


class TakenAlready(ValidationError):
    """Somebody else looks into it."""


def follow_up(survey: Survey, *, at: datetime.datetime) -> FollowUp:
    """Opened once for each survey, in the caller's transaction; told to whom the team named, or who leads
    it, or the managers.
    """
    row, made = FollowUp.objects.get_or_create(survey=survey, defaults={"opened_at": at})
    if made:
        ticket = survey.ticket
        params = {
            "who": str(survey.contact), "score": survey.score, "number": ticket.pk, "subject": ticket.subject
        }  # fmt: skip
        notify(
            told_of(survey), key=f"low-score-{survey.pk}", kind=NoticeKind.SCORE, words=LOW, params=params,
            page="reports:low_scores", about=("survey", survey.pk), at=at,
        )  # fmt: skip
    return row


def told_of(survey: Survey) -> list[User]:
    """The person that the team named, else its leads, else the managers; of those who read it."""
    people = may_follow_up(survey.team)
    said = TeamSurvey.objects.filter(team=survey.team_id, follow_up__isnull=False).first()
    named = people.filter(pk=said.follow_up_id) if said else people.none()
    leads = people.filter(memberships__team=survey.team_id, memberships__leads=True)
    return list(named or leads or people.filter(role__in=roles_with("survey.manage")))


@transaction.atomic
def take_up(row: FollowUp, *, by: User, at: datetime.datetime | None = None) -> FollowUp:
    """It is theirs to look into. TakenAlready if it is somebody else's; again it changes nothing."""
    fresh = _locked(row, by)
    if fresh.taken_by_id == by.pk:
        return fresh
    if fresh.taken_by_id:
        raise TakenAlready(_("%(name)s looks into it."), params={"name": fresh.taken_by.full_name})
    fresh.taken_by, fresh.taken_at = by, max(at or database_clock.now(), fresh.opened_at)
    fresh.save(update_fields=["taken_by", "taken_at"])
    return fresh


@transaction.atomic
def settle(row: FollowUp, *, by: User, note: str, at: datetime.datetime | None = None) -> FollowUp:
    """What was done about it. Whoever settles what nobody took has taken it. TakenAlready, ValidationError
    without a note; done once is done.
    """
    at = at or database_clock.now()
    fresh = _locked(row, by)
    if fresh.done_at:
        return fresh
    said = shorten(clean(note).strip(), MOST_NOTE)
    if not said:
        raise ValidationError({"note": _("Say what was done.")})
    fresh = take_up(fresh, by=by, at=at)
    fresh.note, fresh.done_at = said, max(at, fresh.taken_at)
    fresh.save(update_fields=["note", "done_at"])
    ticket = locked(fresh.survey.ticket, even_merged=True)
    events.touch(ticket)
    events.record(ticket, EventKind.SCORE_SETTLED, by=by, at=at, survey=fresh.survey_id)
    return fresh


def _locked(row: FollowUp, by: User) -> FollowUp:
    if not by.may("board.see"):
        raise PermissionDenied("board.see")
    rows = FollowUp.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("taken_by", "survey__ticket").get(pk=row.pk)
