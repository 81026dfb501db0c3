"""Mailboxes set up and changed. Called through mail.actions."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lib.sealed import seal
from mail import oauth
from mail.addressing import is_valid_address
from mail.choices import AfterFetch, Protocol, Provider, Security, SignIn
from mail.models import Mailbox, MailFolder, OAuthGrant, RawEmail
from mail.providers import is_private
from staff.models import Team, User
from tickets.actors import require

PORTS = {
    (Protocol.IMAP, Security.TLS): 993,
    (Protocol.IMAP, Security.STARTTLS): 143,
    (Protocol.IMAP, Security.NONE): 143,
    (Protocol.POP3, Security.TLS): 995,
    (Protocol.POP3, Security.STARTTLS): 110,
    (Protocol.POP3, Security.NONE): 110,
}
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_FOLDERS = 30


def mailbox_named(name: str) -> Mailbox | None:
    """The mailbox with this address or name."""
    return Mailbox.objects.filter(Q(address__iexact=name) | Q(name=name)).order_by("pk").first()


@transaction.atomic
def save_mailbox(
    *,
    by: User | None,
    address: str,
    team: Team,
    box: Mailbox | None = None,
    name: str = "",
    protocol: str = Protocol.IMAP,
    host: str = "",
    port: int = 0,
    security: str = Security.TLS,
    username: str = "",
    password: str = "",
    sign_in: str = SignIn.PASSWORD,
    folders: Sequence[str] = ("INBOX",),
    after_fetch: str = AfterFetch.LEAVE,
    move_to: str = "",
    aliases: Sequence[str] = (),
    active: bool = True,
) -> Mailbox:
    """A new mailbox, or `box` (else the one with this address) changed. ValidationError is by field.

    Another server or account begins from its start (what we have is known by its hash), a folder that stays
    goes on where it was; an empty password keeps the one we have. `by` is None on the command line.
    """
    if by is not None:
        require(by, "mailbox.manage")
    address, host = address.strip().lower(), host.strip()
    folders = [each for each in dict.fromkeys(name.strip() for name in folders) if each] or ["INBOX"]
    aliases = list(dict.fromkeys(each.strip().lower() for each in aliases if each.strip()))
    box = _row(box, address)
    _check(address, aliases, protocol, host, security, after_fetch, move_to.strip(), folders, box)
    username = username.strip() or address
    elsewhere = bool(box.pk) and (box.protocol, box.host, box.username) != (protocol, host, username)
    box.address, box.name, box.team, box.active = address, name.strip() or box.name or team.name, team, active
    box.protocol, box.host, box.security = protocol, host, security
    box.port = port or PORTS[Protocol(protocol), Security(security)]
    box.username, box.sign_in, box.aliases = username, sign_in, aliases
    box.after_fetch, box.move_to = after_fetch, move_to.strip()
    if password:
        box.secret = seal(password)
    if elsewhere:
        box.newest_at = box.fetched_at = box.polled_at = box.problem_since = None
        box.problem = ""
    box.save()
    _set_folders(box, folders if host else [], anew=elsewhere)
    return box


def _row(box: Mailbox | None, address: str) -> Mailbox:
    same = Mailbox.objects.filter(address=address).first()
    if box is None:
        return same or Mailbox(address=address)
    if same and same.pk != box.pk:
        raise ValidationError({"address": _("There is a mailbox with this address already.")})
    return Mailbox.objects.get(pk=box.pk) if box.pk else Mailbox(address=address)


def _check(
    address: str,
    aliases: Sequence[str],
    protocol: str,
    host: str,
    security: str,
    after_fetch: str,
    move_to: str,
    folders: Sequence[str],
    box: Mailbox,
) -> None:
    wrong: dict[str, str] = {}
    no_address = _("“%(address)s” is not an email address.")
    for field, each in [("address", address), *(("aliases", alias) for alias in aliases)]:
        if not is_valid_address(each):
            wrong[field] = no_address % {"address": each}
    taken = Mailbox.objects.exclude(pk=box.pk).filter(Q(address__in=aliases) | Q(aliases__contains=address))
    if not wrong and (other := taken.first()):
        wrong["aliases"] = _("The mailbox %(name)s has this address already.") % {"name": other.name}
    if security == Security.NONE and host and host not in HERE:
        wrong["security"] = _("Without TLS only a server on the same machine may be used.")
    if protocol == Protocol.POP3 and after_fetch in {AfterFetch.SEEN, AfterFetch.MOVE}:
        wrong["after_fetch"] = _("Over POP3 mail can only be left on the server or deleted.")
    elif after_fetch == AfterFetch.MOVE and not move_to:
        wrong["move_to"] = _("Say the folder that mail is moved to.")
    elif after_fetch == AfterFetch.MOVE and move_to in folders:
        wrong["move_to"] = _("Mail cannot be moved to a folder that is fetched.")
    if len(folders) > MOST_FOLDERS or any(len(name) > 255 for name in folders):
        wrong["folders"] = _("At most %(count)s folders, with names of at most 255 letters.") % {
            "count": MOST_FOLDERS
        }
    if wrong:
        raise ValidationError(wrong)


def _set_folders(box: Mailbox, names: Sequence[str], *, anew: bool) -> None:
    box.folders.exclude(name__in=names).delete()
    for name in names:
        MailFolder.objects.get_or_create(mailbox=box, name=name)
    if anew:
        box.folders.update(uid_validity=None, last_uid=0, recheck_until=0, waiting=0)
        RawEmail.objects.filter(mailbox=box, server_due=True).update(server_due=False)
        RawEmail.objects.filter(mailbox=box).exclude(uidl="").update(uidl="")


def save_grant(
    box: Mailbox,
    *,
    by: User | None,
    provider: str = Provider.GOOGLE,
    client_id: str,
    client_secret: str = "",
    tenant: str = "",
    authorize_url: str = "",
    token_url: str = "",
    scope: str = "",
) -> OAuthGrant:
    """What the desk is to the provider of this mailbox; the consent is asked for at `mail:oauth_start`.

    Another application or provider makes the tokens worthless; an empty secret keeps the one we have.
    """
    if by is not None:
        require(by, "mailbox.manage")
    wrong: dict[str, str] = {}
    if not client_id.strip():
        wrong["client_id"] = _("The provider gave your application an id; it is needed here.")
    for field, url in (("authorize_url", authorize_url), ("token_url", token_url)):
        if provider == Provider.OTHER and not url:
            wrong[field] = _("Say the address; the provider's documentation has it.")
        elif url and not is_private(url):
            wrong[field] = _("The address must begin with https://.")
    if wrong:
        raise ValidationError(wrong)
    return oauth.save_grant(
        box,
        by=by,
        provider=provider,
        client_id=client_id.strip(),
        client_secret=client_secret,
        tenant=tenant.strip(),
        authorize_url=authorize_url,
        token_url=token_url,
        scope=scope.strip(),
    )
