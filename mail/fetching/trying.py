"""A mailbox tried out step by step, for whoever sets it up: which step fails, and what to do about it."""

import poplib
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from lib.sealed import Unsealable
from lib.text import one_line
from mail.choices import AfterFetch, Protocol
from mail.fetching import imap, pop3, signing_in
from mail.models import Mailbox
from mail.oauth import GrantProblem


@dataclass(frozen=True)
class Step:
    """`said` is the server's own word, `advice` what to do: empty when it went well."""

    name: str
    ok: bool
    said: str = ""
    advice: str = ""


class _Failed(Exception):
    def __init__(self, step: Step) -> None:
        self.step = step


class _Steps(list[Step]):
    """What was tried so far; whoever waits hears of each step as it is done."""

    def __init__(self, tell: Callable[[Step], None] | None) -> None:
        super().__init__()
        self.tell = tell

    def append(self, step: Step) -> None:
        super().append(step)
        if self.tell:
            self.tell(step)


def test_connection(  # its name looks like one of the test suite's own
    box: Mailbox,
    *,
    folders: Sequence[str] | None = None,  # noqa: PT028
    tell: Callable[[Step], None] | None = None,  # noqa: PT028
) -> list[Step]:
    """Every step until the first that fails. `box` need not be saved; nothing is fetched or changed.

    `folders` are those to look for; without them, those of the saved mailbox. `tell` hears of each step as
    soon as it is done.
    """
    names = list(folders) if folders is not None else []
    if folders is None and box.pk:
        names = list(box.folders.values_list("name", flat=True))
    steps = _Steps(tell)
    try:
        steps.append(_find(box))
        if box.protocol == Protocol.IMAP:
            _over_imap(box, names, steps)
        else:
            _over_pop3(box, steps)
    except _Failed as failed:
        steps.append(failed.step)
    return steps


test_connection.__test__ = False


def _find(box: Mailbox) -> Step:
    name = _("Find the server")
    try:
        socket.getaddrinfo(box.host, box.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        advice = _("There is no server of this name. Look for a typing error.")
        raise _Failed(Step(name, False, _word(error), advice)) from error
    return Step(name, True)


def _over_imap(box: Mailbox, names: Sequence[str], steps: _Steps) -> None:
    server = _connected(box, imap.greet)
    try:
        steps.append(Step(_connecting(box), True))
        _signed_in(box, lambda: imap.sign_in(box, server), steps)
        for name in names:
            steps.append(_folder(box, server, name))
        if box.after_fetch == AfterFetch.MOVE and not server.folder_exists(box.move_to):
            said = _("It will be made with the first mail.")
            steps.append(Step(_("Folder %(name)s") % {"name": box.move_to}, True, said))
    except IMAPClientError as error:
        advice = _("The server broke off. Try again; if it stays so, ask whoever runs the server.")
        steps.append(Step(_("Look into the mailbox"), False, _word(error), advice))
    finally:
        imap.hang_up(server)


def _folder(box: Mailbox, server: IMAPClient, name: str) -> Step:
    try:
        there_are = int(server.select_folder(name, readonly=True)[b"EXISTS"])
    except IMAPClientError as error:
        there = ", ".join(str(each[2]) for each in server.list_folders()[:30])
        advice = _("There is no such folder. The server has: %(names)s") % {"names": there}
        return Step(_("Folder %(name)s") % {"name": name}, False, _word(error), advice)
    said = ngettext("%(n)s mail in it", "%(n)s mails in it", there_are) % {"n": there_are}
    return Step(_("Folder %(name)s") % {"name": name}, True, said)


def _over_pop3(box: Mailbox, steps: _Steps) -> None:
    server = _connected(box, pop3.greet)
    try:
        steps.append(Step(_connecting(box), True))
        _signed_in(box, lambda: pop3.sign_in(box, server), steps)
        try:
            there_are = len(server.uidl()[1])
            said = ngettext("%(n)s mail in it", "%(n)s mails in it", there_are) % {"n": there_are}
            steps.append(Step(_("Look into the mailbox"), True, said))
        except poplib.error_proto as error:
            advice = _("This server cannot tell old mail from new (UIDL). Use IMAP.")
            steps.append(Step(_("Look into the mailbox"), False, _word(error), advice))
    finally:
        server.close()


def _connecting(box: Mailbox) -> str:
    if signing_in.wants_tls(box) or signing_in.wants_starttls(box):
        return _("Connect over TLS")
    return _("Connect")


def _connected(box: Mailbox, greet):
    try:
        return greet(box)
    except signing_in.NotPrivate as error:
        advice = _("The server offers no STARTTLS on this port. Use TLS on port 993 (IMAP) or 995 (POP3).")
        raise _Failed(Step(_connecting(box), False, _word(error), advice)) from error
    except ssl.SSLCertVerificationError as error:
        advice = _("The certificate is not trusted or is for another name. Use the name that it is made for.")
        raise _Failed(Step(_connecting(box), False, _word(error), advice)) from error
    except ssl.SSLError as error:
        advice = _("The server does not speak TLS on this port. Try another port, or STARTTLS.")
        raise _Failed(Step(_connecting(box), False, _word(error), advice)) from error
    except TimeoutError as error:
        advice = _("No answer. Is the port right, and does a firewall let us out?")
        raise _Failed(Step(_connecting(box), False, _word(error), advice)) from error
    except (OSError, IMAPClientError, poplib.error_proto) as error:
        advice = _("Nobody listens there, or not for this protocol. Check the port.")
        raise _Failed(Step(_connecting(box), False, _word(error), advice)) from error


def _signed_in(box: Mailbox, sign_in, before: list[Step]) -> None:
    name = _("Sign in")
    try:
        sign_in()
    except GrantProblem as error:
        advice = _("Connect the mailbox with the provider once more.")
        step = Step(name, False, _word(error), advice)
    except Unsealable as error:
        advice = _("The stored password cannot be read any more. Type it again.")
        step = Step(name, False, _word(error), advice)
    except (IMAPClientError, pop3.Refused, poplib.error_proto) as error:
        advice = (
            _("The server refuses the token. Does the account allow IMAP or POP3?")
            if signing_in.by_token(box)
            else _("User name or password is wrong, or the account needs a password for applications.")
        )
        step = Step(name, False, _word(error), advice)
    else:
        before.append(Step(name, True))
        return
    raise _Failed(step)


def _word(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}", 300)
