"""Which customers are asked how it was, when, and what speaks against it."""

import datetime

from django.db.models import QuerySet

from outbox.actions import suppressed
from scheduling.calendar import ALWAYS_OPEN, NeverOpens
from scheduling.queries import calendar_version_for
from tickets.access import has_left
from tickets.choices import DONE, EventKind, MessageKind
from tickets.models import Draft, Survey, TeamSurvey, Ticket, TicketEvent
from tickets.survey_choices import LeftOut, SurveyState

AT_ONCE = 200


def survey_of(ticket: Ticket) -> TeamSurvey | None:
    """How the ticket's team asks about tickets of this type; None if it does not."""
    row = TeamSurvey.objects.filter(team=ticket.team_id, active=True).first()
    if row is None:
        return None
    types = set(row.types.values_list("pk", flat=True))
    return row if not types or ticket.type_id in types else None


def due_at(ticket: Ticket, said: TeamSurvey, solved_at: datetime.datetime) -> datetime.datetime:
    """So many minutes of the team's opening hours after it was solved."""
    hours = ticket.calendar_version or calendar_version_for(ticket.team)
    calendar = hours.working_calendar() if hours else ALWAYS_OPEN
    try:
        return calendar.add(solved_at, datetime.timedelta(minutes=said.delay_minutes))
    except NeverOpens:
        return solved_at + datetime.timedelta(minutes=said.delay_minutes)


def due(now: datetime.datetime) -> list[int]:
    rows = Survey.objects.filter(state=SurveyState.WAITING, due_at__lte=now).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


def objection(survey: Survey, ticket: Ticket, now: datetime.datetime) -> str:
    """Why this customer is not asked about this ticket, both locked; '' if nothing speaks against it."""
    if ticket.merged_into_id:
        return LeftOut.MERGED
    if ticket.state not in DONE or _last_solving(ticket) != survey.solved_id:
        return LeftOut.REOPENED
    said = survey_of(ticket)
    if said is None:
        return LeftOut.OFF
    if _answer_since(survey):
        return LeftOut.ANSWER_SINCE
    answers = ticket.messages.filter(has_left(), kind=MessageKind.PUBLIC, author__isnull=False)
    if not answers.exists():
        return LeftOut.NO_ANSWER
    return _of_the_customer(survey, said, now)


def _of_the_customer(survey: Survey, said: TeamSurvey, now: datetime.datetime) -> str:
    contact = survey.contact
    if not contact.email:
        return LeftOut.NOBODY
    if suppressed([contact.email]):
        return LeftOut.STOPPED
    if contact.is_away:
        return LeftOut.AWAY
    since = now - datetime.timedelta(days=said.rest_days)
    return LeftOut.LATELY if contact.surveys.filter(asked_at__gt=since).exists() else ""


def _last_solving(ticket: Ticket) -> int | None:
    rows = ticket.events.filter(kind=EventKind.MOVED, data__move="solve").order_by("-pk")
    return rows.values_list("pk", flat=True).first()


def _answer_since(survey: Survey) -> bool:
    """One has left since it was solved, or is planned, or waits for somebody to approve it."""
    later = TicketEvent.objects.filter(
        ticket=survey.ticket_id, kind=EventKind.AGENT_ANSWERED, pk__gt=survey.solved_id
    )
    drafts = Draft.objects.filter(ticket=survey.ticket_id)
    return later.exists() or drafts.planned().exists() or drafts.asked().exists()


def surveys_on(ticket: Ticket) -> QuerySet[Survey]:
    """What was asked about it, and said; the newest first."""
    rows = ticket.surveys.filter(state__in=[SurveyState.ASKED, SurveyState.ANSWERED])
    return rows.select_related("solver", "follow_up__taken_by").order_by("-asked_at", "-pk")
