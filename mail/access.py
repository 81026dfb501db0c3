"""The doors to stored mail: held mail for who may decide about it, the log for those whose mail it is."""

from django.db.models import Q, QuerySet
from django.http import Http404

from mail.choices import Outcome
from mail.models import MailRule, RawEmail
from staff.models import User
from tickets.access import tickets_for


def quarantine_for(user: User) -> QuerySet[RawEmail]:
    """What this colleague may see of the quarantine, decided or not. Nothing without the permission."""
    held = RawEmail.objects.filter(Q(outcome=Outcome.QUARANTINED) | ~Q(decision=""))
    return _of_their_teams(user, held).select_related("mailbox", "mailbox__team", "ticket", "decided_by")


def held_mail_for(user: User, mail_id: int) -> RawEmail:
    """The held mail. Http404 if it is not theirs to see."""
    mail = quarantine_for(user).filter(pk=mail_id).first()
    if mail is None:
        raise Http404(f"no held mail {mail_id} for you")
    return mail


def log_for(user: User) -> QuerySet[RawEmail]:
    """Every mail of their teams' mailboxes, whatever became of it. Nothing without the permission."""
    return _of_their_teams(user, RawEmail.objects.all())


def mails_for(user: User) -> QuerySet[RawEmail]:
    """The log, and every mail that became part of a ticket which they may see."""
    if user.may("quarantine.see") and user.may("ticket.see_all"):
        return RawEmail.objects.all()
    on_tickets = RawEmail.objects.filter(ticket__in=tickets_for(user).values("pk"))
    if not user.may("quarantine.see"):
        return on_tickets.filter(outcome__in=[Outcome.CREATED, Outcome.APPENDED])
    return RawEmail.objects.filter(
        Q(mailbox__team__in=user.memberships.values("team")) | Q(pk__in=on_tickets.values("pk"))
    )


def mail_for(user: User, mail_id: int) -> RawEmail:
    """One stored mail with its bytes. Http404 if it is not theirs to see."""
    mail = mails_for(user).select_related("mailbox", "ticket", "decided_by").filter(pk=mail_id).first()
    if mail is None:
        raise Http404(f"no mail {mail_id} for you")
    return mail


def rule_for(user: User, rule_id: int) -> MailRule:
    """A mail rule, for those who may change them. Http404 for everybody else."""
    rules = MailRule.objects.select_related("team", "assignee")
    rule = rules.filter(pk=rule_id).first() if user.may("mailrule.manage") else None
    if rule is None:
        raise Http404(f"no mail rule {rule_id} for you")
    return rule


def _of_their_teams(user: User, mails: QuerySet[RawEmail]) -> QuerySet[RawEmail]:
    if not user.may("quarantine.see"):
        return mails.none()
    if user.may("ticket.see_all"):
        return mails
    return mails.filter(mailbox__team__in=user.memberships.values("team"))
