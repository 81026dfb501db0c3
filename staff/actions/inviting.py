"""Asking somebody in: a letter with a link that works once."""

import datetime
from collections.abc import Collection

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.actions.changing import may_give, record
from staff.actions.people import hire
from staff.choices import Role, StaffChangeKind
from staff.letters import queue_invitation
from staff.models import Invitation, Team, User

SALT = "staff.invitation"
MOST_LETTERS = 10


class InvitationOver(Exception):
    """It was used, withdrawn, or its time is over."""


@transaction.atomic
def invite(
    *,
    by: User,
    email: str,
    full_name: str = "",
    role: str = Role.AGENT,
    language: str = "en",
    teams: Collection[Team] = (),
) -> Invitation:
    """ValidationError if they work here or are asked already; PermissionDenied above one's own role."""
    _require(by, role)
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise ValidationError({"email": _("Somebody with this address works here already, or did.")})
    if Invitation.objects.pending().filter(email=email).exists():
        raise ValidationError({"email": _("An invitation to this address is waiting already.")})
    now = timezone.now()
    invitation = Invitation(
        email=email, full_name=full_name.strip(), role=role, language=language, invited_by=by,
        invited_at=now, expires_at=now + _lives(),
    )  # fmt: skip
    invitation.full_clean()
    invitation.save()
    invitation.teams.set(teams)
    queue_invitation(invitation, token_of(invitation))
    return invitation


@transaction.atomic
def invite_again(invitation: Invitation, *, by: User) -> Invitation:
    """Another letter; the link of the one before is worth nothing any more."""
    fresh = _pending(invitation)
    _require(by, fresh.role)
    if fresh.letters >= MOST_LETTERS:
        raise ValidationError(
            _("That is enough letters to one address. Withdraw it and ask how to reach them.")
        )
    fresh.letters, fresh.expires_at = fresh.letters + 1, timezone.now() + _lives()
    fresh.save(update_fields=["letters", "expires_at"])
    queue_invitation(fresh, token_of(fresh))
    return fresh


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> Invitation:
    fresh = _pending(invitation)
    _require(by, fresh.role)
    fresh.revoked_at, fresh.revoked_by = timezone.now(), by
    fresh.save(update_fields=["revoked_at", "revoked_by"])
    return fresh


def token_of(invitation: Invitation) -> str:
    return signing.dumps([invitation.pk, invitation.letters], salt=SALT)


def invitation_of(token: str) -> Invitation:
    """InvitationOver if it is no token of ours, or of an older letter, or used up."""
    try:
        number, letters = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise InvitationOver from None
    found = Invitation.objects.filter(pk=number, letters=letters).first()
    if found is None or not found.is_open(timezone.now()):
        raise InvitationOver
    return found


@transaction.atomic
def accept(token: str, *, full_name: str, password: str, time_zone: str = "Europe/Tallinn") -> User:
    """The colleague they are from now on. InvitationOver the second time."""
    found = invitation_of(token)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not invitation.is_open(timezone.now()) or invitation.letters != found.letters:
        raise InvitationOver
    if not invitation.invited_by.may("staff.manage"):
        raise InvitationOver  # who asked them in may do so no longer
    user = hire(
        email=invitation.email, full_name=full_name, role=invitation.role, language=invitation.language,
        teams=tuple(invitation.teams.filter(active=True)), password=password, time_zone=time_zone,
    )  # fmt: skip
    invitation.accepted_at, invitation.user = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "user"])
    record(user, StaffChangeKind.CAME, by=invitation.invited_by, new=invitation.role)
    return user


def _pending(invitation: Invitation) -> Invitation:
    fresh = Invitation.objects.pending().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if fresh is None:
        raise InvitationOver
    return fresh


def _require(by: User, role: str) -> None:
    if not by.may("staff.manage") or role not in Role.values or not may_give(by, role):
        raise PermissionDenied("staff.manage")


def _lives() -> datetime.timedelta:
    return datetime.timedelta(days=settings.INVITATION_DAYS)
