"""What a mail server's refusal means, in words for people, and what to do about it."""

from django.utils.translation import gettext_lazy as _

# By the name of the error that mail.fetching wrote down.
_REFUSED = (
    _("The server refuses user name or password."),
    _("Type the password again. Some providers want a password made for applications, or OAuth."),
)
_UNREACHED = (
    _("The server does not answer."),
    _("Is it running, is the port right, and does a firewall let us out? We try again by ourselves."),
)
WORDS = {
    "LoginError": _REFUSED,
    "Refused": _REFUSED,
    "GrantProblem": (
        _("The provider gives us no token any more."),
        _("Connect the mailbox with the provider once more."),
    ),
    "Unsealable": (
        _("The stored password cannot be read any more."),
        _("The desk's SECRET_KEY was changed. Type the password again."),
    ),
    "gaierror": (
        _("There is no server of this name."),
        _("Look for a typing error in the server's name."),
    ),
    "SSLCertVerificationError": (
        _("The server's certificate is not trusted, or is for another name."),
        _("Use the name that the certificate is made for, or have it renewed."),
    ),
    "SSLError": (
        _("The server does not speak TLS on this port."),
        _("Try another port, or STARTTLS."),
    ),
    "NotPrivate": (
        _("The server offers no STARTTLS."),
        _("Use TLS on port 993 (IMAP) or 995 (POP3). We do not go on without."),
    ),
    "TimeoutError": _UNREACHED,
    "timeout": _UNREACHED,
    "ConnectionRefusedError": _UNREACHED,
    "ConnectionResetError": _UNREACHED,
    "OSError": _UNREACHED,
    "Trouble": (
        _("A folder cannot be read; the others were fetched."),
        _("Does the folder still exist under this name? Try the connection to see what there is."),
    ),
}
OTHER = (
    _("The server broke off."),
    _("We try again by ourselves. If it stays so, try the connection step by step."),
)


def words(problem: str) -> tuple[str, str]:
    """What is wrong and what to do, from what was written down ("LoginError: …"); empty for nothing."""
    if not problem:
        return "", ""
    said, advice = WORDS.get(problem.partition(":")[0].strip(), OTHER)
    return str(said), str(advice)
