"""Asking a customer how it was, once for each time a ticket is solved, and what they answer."""

import datetime
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Contact
from lib import database_clock
from lib.text import clean, shorten
from staff.models import User
from tickets import events
from tickets.actions.following_up import follow_up
from tickets.actions.locking import locked
from tickets.actors import Actor, Desk, require
from tickets.choices import EventKind
from tickets.models import Survey, Ticket, TicketEvent
from tickets.survey_choices import LeftOut, Score, SurveyState
from tickets.surveys import due_at, objection, survey_of

MOST_COMMENT = 2000


class TooLate(ValidationError):
    """The time to answer is over."""


def plan_survey(event: TicketEvent) -> Survey | None:
    """The customer will be asked about this solving, if the team asks at all. Safe to run twice."""
    ticket = event.ticket
    said = survey_of(ticket)
    if said is None or ticket.merged_into_id:
        return None
    row, _made = Survey.objects.get_or_create(
        solved=event,
        defaults={
            "ticket": ticket, "contact": ticket.requester, "team": ticket.team, "solver": _solver(event),
            "solved_at": event.at, "due_at": due_at(ticket, said, event.at),
        },
    )  # fmt: skip
    return row


def _solver(event: TicketEvent) -> User | None:
    """Who solved it; whose it was, if the desk itself did or the customer."""
    return event.actor or event.ticket.assignee


def take_survey(number: int) -> Survey | None:
    """The survey whose time has come, with customer and ticket locked; None if somebody else has it, or had
    it. In the caller's transaction. Of two surveys of one customer one waits for the other.
    """
    found = Survey.objects.filter(pk=number, state=SurveyState.WAITING)
    row = found.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    if row is None:
        return None
    row.contact = Contact.objects.select_for_update(no_key=True).get(pk=row.contact_id)
    row.ticket = locked(row.ticket, even_merged=True)
    return row


def leave_out(survey: Survey, why: str) -> None:
    """The customer is not asked; the row says why."""
    survey.state, survey.why = SurveyState.LEFT_OUT, LeftOut(why)
    survey.save(update_fields=["state", "why"])


def ask(survey: Survey, *, at: datetime.datetime) -> None:
    """The customer is asked from now on; the caller sends the letter in the same transaction."""
    said = survey_of(survey.ticket)
    if said is None or objection(survey, survey.ticket, at):
        raise ValidationError("nobody is to be asked")
    survey.state, survey.asked_at = SurveyState.ASKED, at
    survey.ends_at = at + datetime.timedelta(days=said.open_days)
    survey.low, survey.language = said.low, survey.contact.language
    survey.save(update_fields=["state", "asked_at", "ends_at", "low", "language"])
    told = {"survey": survey.pk, "solver": survey.solver_id}
    _note(survey.ticket, EventKind.SURVEYED, by=Desk("survey"), at=at, told=told)


@transaction.atomic
def rate(
    survey: Survey, *, by: Contact, score: int, comment: str = "", at: datetime.datetime | None = None
) -> Survey:
    """What the customer says, until `ends_at` as often as they like: the last word counts. The same again
    changes nothing. TooLate, ValidationError for a score that there is not.
    """
    at = at or database_clock.now()
    row = Survey.objects.select_for_update(of=("self",), no_key=True).get(pk=survey.pk)
    if row.contact_id != by.pk:
        raise PermissionDenied("another customer's survey")
    if row.ends_at is None or at >= row.ends_at:
        raise TooLate(_("The time to answer is over."))
    if score not in Score.values:
        raise ValidationError({"score": _("Choose one of the five.")})
    was, comment = row.score, shorten(clean(comment).strip(), MOST_COMMENT)
    if (was, row.comment) == (score, comment):
        return row
    row.state, row.score, row.comment, row.answered_at = SurveyState.ANSWERED, score, comment, at
    row.save(update_fields=["state", "score", "comment", "answered_at"])
    if was != score:
        told = {"score": score, "survey": row.pk, "solver": row.solver_id} | ({"was": was} if was else {})
        _note(locked(row.ticket, even_merged=True), EventKind.RATED, by=by, at=at, told=told)
    if row.is_low:
        follow_up(row, at=at)
    return row


@transaction.atomic
def take_words_out(survey: Survey, *, by: User) -> None:
    """What the customer wrote beside the score goes; the score stays. Twice is once. PermissionDenied."""
    require(by, "ticket.redact")
    ticket = locked(survey.ticket, even_merged=True)
    if Survey.objects.filter(pk=survey.pk).exclude(comment="").update(comment=""):
        told = {"what": "words", "reason": _("written beside a score"), "survey": survey.pk}
        _note(ticket, EventKind.REDACTED, by=by, at=database_clock.now(), told=told)


def _note(ticket: Ticket, kind: str, *, by: Actor, at: datetime.datetime, told: Mapping[str, object]) -> None:
    events.touch(ticket)
    events.record(ticket, kind, by=by, at=at, **told)
