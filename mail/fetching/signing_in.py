"""Who we are to a mail server, and that the line is private: never without a proof of either."""

import ssl

from lib.sealed import unseal
from mail import oauth
from mail.choices import Security, SignIn
from mail.models import Mailbox


class NotPrivate(Exception):
    """The server does not offer TLS where TLS is wanted: there is no going on without."""


def tls() -> ssl.SSLContext:
    """Certificates and host names are checked, against the machine's own list (SSL_CERT_FILE is heeded)."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def wants_tls(box: Mailbox) -> bool:
    return box.security == Security.TLS


def wants_starttls(box: Mailbox) -> bool:
    return box.security == Security.STARTTLS


def by_token(box: Mailbox) -> bool:
    return box.sign_in == SignIn.XOAUTH2


def password(box: Mailbox) -> str:
    return unseal(box.secret)


def token(box: Mailbox, *, fresh: bool = False) -> str:
    """An access token that lives for some minutes more. oauth.GrantProblem says what an admin can do."""
    return oauth.access_token(box, fresh=fresh)
