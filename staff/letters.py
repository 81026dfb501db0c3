"""What the desk writes to its own people."""

import secrets

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from outbox import letters
from outbox.actions import queue
from outbox.models import Letter
from outbox.writing import full_address
from staff.models import Invitation, User


def queue_reset(user: User) -> Letter:
    """A letter to choose a new password by; its link works once, for PASSWORD_RESET_TIMEOUT."""
    path = reverse(
        "staff:reset_choose",
        args=[urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)],
    )
    subject, text, html = letters.render(
        "password_reset",
        {
            "name": user.first_name,
            "url": f"{settings.BASE_URL}{path}",
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        },
        user.language,
    )
    return queue(
        key=f"password-reset-{user.pk}-{secrets.token_hex(8)}",
        kind="password_reset",
        to=[full_address(user.full_name, user.email)],
        subject=subject,
        text=text,
        html=html,
    )


def queue_invitation(invitation: Invitation, token: str) -> Letter:
    """To somebody who is to work here; each letter of it has a link of its own."""
    context = {
        "name": invitation.full_name,
        "who": invitation.invited_by.full_name,
        "url": f"{settings.BASE_URL}{reverse('staff:accept', args=[token])}",
        "days": settings.INVITATION_DAYS,
    }
    subject, text, html = letters.render("invitation", context, invitation.language)
    return queue(
        key=f"invitation-{invitation.pk}-{invitation.letters}",
        kind="invitation",
        to=[full_address(invitation.full_name, invitation.email)],
        subject=subject,
        text=text,
        html=html,
    )
