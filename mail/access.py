"""The door to held mail: for those who may decide about it, and only of their own teams' mailboxes."""

from django.db.models import Q, QuerySet
from django.http import Http404

from mail.choices import Outcome
from mail.models import RawEmail
from staff.models import User


def quarantine_for(user: User) -> QuerySet[RawEmail]:
    """What this colleague may see of the quarantine, decided or not. Nothing without the permission."""
    held = RawEmail.objects.filter(Q(outcome=Outcome.QUARANTINED) | ~Q(decision=""))
    if not user.may("quarantine.see"):
        return held.none()
    if not user.may("ticket.see_all"):
        held = held.filter(mailbox__team__in=user.memberships.values("team"))
    return held.select_related("mailbox", "mailbox__team", "ticket", "decided_by")


def held_mail_for(user: User, mail_id: int) -> RawEmail:
    """The held mail. Http404 if it is not theirs to see."""
    mail = quarantine_for(user).filter(pk=mail_id).first()
    if mail is None:
        raise Http404(f"no held mail {mail_id} for you")
    return mail
