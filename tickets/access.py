"""The doors: getting a ticket for a person. What is not yours is not found."""

import datetime
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import Http404
from django.utils import timezone

from customers.models import Contact
from lib import nonces
from staff.models import User
from staff.permissions import roles_with
from tickets.choices import MessageKind
from tickets.models import AccessLink, ArticleUse, Attachment, Draft, FollowUp, Message, Survey, Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.survey_choices import SurveyState

LINK_LIVES = datetime.timedelta(days=180)
# What a token is for: one of another kind opens nothing.
LINK, SURVEY = "access-link", "survey"


def tickets_for(user: User) -> TicketQuerySet:
    """What this colleague may see: all, or their teams' and what is assigned to them. Nothing for the
    inactive.
    """
    tickets = Ticket.objects.all()
    if user.may("ticket.see_all"):
        return tickets
    if user.may("ticket.see_team"):
        return tickets.filter(Q(team__in=user.memberships.values("team")) | Q(assignee=user))
    return tickets.none()


def colleagues_for(ticket: Ticket) -> QuerySet[User]:
    """Who may see this ticket: the rule of tickets_for, asked from the other side."""
    works_on_it = Q(memberships__team=ticket.team_id) | Q(pk=ticket.assignee_id)
    shown = Q(role__in=roles_with("ticket.see_all")) | Q(role__in=roles_with("ticket.see_team")) & works_on_it
    return User.objects.filter(shown, is_active=True).distinct()


def ticket_for(user: User, number: int) -> Ticket:
    """The ticket, with what its page shows. Http404 if it is not theirs to see."""
    ticket = tickets_for(user).for_rows().filter(number=number).first()
    if ticket is None:
        raise Http404(f"no ticket {number} for you")
    return ticket


def numbers_for(user: User, numbers: Collection[int]) -> set[int]:
    """Those of the tickets that this colleague may see."""
    return set(tickets_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def message_for(user: User, message_id: int) -> Message:
    message = (
        Message.objects.filter(pk=message_id, ticket__in=tickets_for(user)).select_related("ticket").first()
    )
    if message is None:
        raise Http404("no such message for you")
    return message


def asked_for(user: User, draft_id: int) -> Draft:
    """An answer that waits for approval, on a ticket that is theirs to see: their own, or to approve."""
    rows = Draft.objects.asked().filter(pk=draft_id, ticket__in=tickets_for(user))
    found = rows.select_related("user", "ticket").first()
    if found is None or not (found.user_id == user.pk or user.may("answer.approve")):
        raise Http404("no such answer for you")
    return found


def shared_draft_for(user: User, draft_id: int) -> Draft:
    """What somebody writes for colleagues to see. Http404 if it is that no more, or not theirs."""
    row = Draft.objects.shared().filter(pk=draft_id, ticket__in=tickets_for(user)).first()
    if row is None:
        raise Http404(f"no shared draft {draft_id} for you")
    return row


def planned_for(user: User, draft_id: int) -> Draft:
    """An answer that waits for its time, on a ticket that is theirs to see."""
    rows = Draft.objects.planned().filter(pk=draft_id, ticket__in=tickets_for(user))
    found = rows.select_related("user", "ticket").first()
    if found is None:
        raise Http404("no such planned answer for you")
    return found


def attachment_for(user: User, attachment_id: int) -> Attachment:
    attachment = (
        Attachment.objects.filter(pk=attachment_id, message__ticket__in=tickets_for(user))
        .select_related("blob")
        .first()
    )
    if attachment is None:
        raise Http404("no such file for you")
    return attachment


# --- customers


def may_write(contact: Contact, ticket: Ticket) -> bool:
    """Whether this customer is part of the conversation: requester, participant, or of an organisation
    that shares.
    """
    if contact.pk == ticket.requester_id or ticket.participants.filter(contact=contact).exists():
        return True
    organisation = contact.organisation
    return bool(
        organisation and organisation.shares_tickets and ticket.requester.organisation_id == organisation.pk
    )


def public_messages(ticket: Ticket):
    """What a customer may read of the conversation: never a note, nor a third party, nor an answer that is
    held, nor what came in by a merge from a ticket whose customer takes no part here.

    Of a ticket that was merged it is what was written in that one, wherever it stands now, and what its
    requester wrote to it since.
    """
    if ticket.merged_into_id:
        theirs = Q(kind=MessageKind.THIRD_PARTY, contact=ticket.requester_id)
        return Message.objects.filter(Q(kind=MessageKind.PUBLIC) | theirs, has_left(), origin=ticket)
    return ticket.messages.filter(has_left(), kind=MessageKind.PUBLIC, apart=False)


def has_left() -> Q:
    """Not what its writer may still take back, by the clock of the database."""
    return Q(held_until=None) | Q(held_until__lte=Now())


def token_of(link: AccessLink) -> str:
    return nonces.token_of(link.nonce, LINK)


def link_for(ticket: Ticket, contact: Contact) -> AccessLink:
    """The contact's live link to the ticket, made or prolonged as needed."""
    now = timezone.now()
    live = AccessLink.objects.filter(ticket=ticket, contact=contact, revoked_at=None)
    link = live.first()
    if link is None:
        try:
            with transaction.atomic():
                return AccessLink.objects.create(ticket=ticket, contact=contact, expires_at=now + LINK_LIVES)
        except IntegrityError:
            link = live.get()
    if link.expires_at < now + LINK_LIVES / 2:
        link.expires_at = now + LINK_LIVES
        link.save(update_fields=["expires_at"])
    return link


def ticket_by_token(token: str) -> AccessLink:
    """The live link with its ticket and contact. Http404 for anything forged, revoked or expired."""
    nonce = nonces.nonce_of(token, LINK)
    link = (
        AccessLink.objects.filter(
            nonce=nonce, revoked_at=None, expires_at__gt=timezone.now(), contact__erased_at=None
        )
        .select_related("contact", "contact__organisation", "ticket", "ticket__team", "ticket__requester")
        .first()
    )
    if link is None:
        raise Http404("no such link")
    return link


# --- what customers said of solved tickets


def surveys_for(user: User) -> QuerySet[Survey]:
    """What was asked and said: of all teams, of the teams of whoever sees the board, of what they solved
    themselves. Nothing for the inactive.
    """
    asked = Survey.objects.filter(state__in=[SurveyState.ASKED, SurveyState.ANSWERED])
    if user.may("ticket.see_all"):
        return asked
    if user.may("board.see"):
        return asked.filter(Q(team__in=user.memberships.values("team")) | Q(solver=user))
    return asked.filter(solver=user) if user.may("ticket.see_team") else asked.none()


def survey_numbers(user: User, numbers: Collection[int]) -> set[int]:
    """Those of the surveys that this colleague may read."""
    return set(surveys_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def follow_ups_for(user: User) -> QuerySet[FollowUp]:
    """Low scores that are this person's to look into: those of their board."""
    if not user.may("board.see"):
        return FollowUp.objects.none()
    rows = FollowUp.objects.filter(survey__in=surveys_for(user))
    return rows.select_related("taken_by", "survey__ticket", "survey__team", "survey__solver")


def follow_up_for(user: User, number: int) -> FollowUp:
    row = follow_ups_for(user).filter(pk=number).first()
    if row is None:
        raise Http404("no such follow-up for you")
    return row


def survey_token(survey: Survey) -> str:
    return nonces.token_of(survey.nonce, SURVEY)


def survey_by_token(token: str) -> Survey:
    """The survey that was sent with this token, over or not. Http404 for a token that is not ours."""
    rows = Survey.objects.filter(nonce=nonces.nonce_of(token, SURVEY), asked_at__isnull=False)
    survey = rows.select_related("ticket__team", "ticket__calendar_version", "contact").first()
    if survey is None:
        raise Http404("no such survey")
    return survey


def article_use_by(token: str) -> ArticleUse:
    """What a link in an answer stands for; Http404 for a token that is not ours."""
    use = ArticleUse.objects.filter(token=token).first() if len(token) <= 20 else None
    if use is None:
        raise Http404("no such link")
    return use
