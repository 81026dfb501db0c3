"""Mailboxes, and every mail that ever came in, byte for byte."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.prepared import Prepared
from mail.choices import (
    AfterFetch,
    Colleagues,
    Copies,
    Fate,
    Outcome,
    Protocol,
    Provider,
    RuleChange,
    Security,
    SignIn,
    ThirdParty,
    Transport,
)


class Mailbox(models.Model):
    """An address of the desk: where its mail is fetched and what its answers are sent as.

    `secret` is the sealed password (lib.sealed); with `sign_in` xoauth2 the `grant` opens it instead.
    A mailbox without a host is not fetched: it only sends, or mail is handed in (pipe, LMTP, webhook).
    `fetched_at`: what arrived up to then is ours; `newest_at` is when the newest mail on the server arrived:
    they differ while mail waits there. `polled_at` is the last look that went through.
    """

    name = models.CharField(_("name"), max_length=80)
    address = models.EmailField(_("address"), unique=True)
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="mailboxes")
    aliases = models.JSONField(default=list, blank=True)
    # Whether the server hands `name+anything@host` to this mailbox: reply and bounce tokens travel there.
    plus_addressing = models.BooleanField(_("plus addressing"), db_default=True, default=True)
    active = models.BooleanField(default=True)

    protocol = models.CharField(max_length=4, choices=Protocol.choices, default=Protocol.IMAP)
    host = models.CharField(max_length=255, blank=True)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    username = models.CharField(max_length=255, blank=True)
    secret = models.TextField(blank=True)
    sign_in = models.CharField(max_length=8, choices=SignIn.choices, default=SignIn.PASSWORD)
    after_fetch = models.CharField(max_length=6, choices=AfterFetch.choices, default=AfterFetch.LEAVE)
    move_to = models.CharField(max_length=255, blank=True)

    # Who may speak in a ticket that came in here, and whose word about a sender is believed.
    third_party = models.CharField(max_length=10, choices=ThirdParty.choices, default=ThirdParty.PENDING)
    same_organisation = models.BooleanField(default=True)
    colleagues = models.CharField(max_length=6, choices=Colleagues.choices, default=Colleagues.NOTE)
    copies = models.CharField(max_length=4, choices=Copies.choices, default=Copies.ONE)
    authserv_id = models.CharField(max_length=255, blank=True)

    polled_at = models.DateTimeField(null=True, blank=True)
    newest_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    problem_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.address


class MailFolder(models.Model):
    """A folder that is fetched, and how far we are: `uid_validity` and `last_uid`, the cursor of RFC 3501.

    It moves in the transaction that stores the raw mail. Mail up to `recheck_until` was there when the folder
    was numbered anew, so it may be ours already under another number. `waiting`: how many we did not have yet
    at the last look.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="folders")
    name = models.CharField(max_length=255, default="INBOX")
    uid_validity = models.BigIntegerField(null=True, blank=True)
    last_uid = models.BigIntegerField(default=0)
    recheck_until = models.BigIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mailbox", "name"], name="mail_folder_once")]

    def __str__(self) -> str:
        return f"{self.mailbox_id}: {self.name}"


class OAuthGrant(models.Model):
    """What a provider allowed us (RFC 6749): tokens that open one mailbox. Secrets and tokens are sealed.

    `expires_at` is the access token's; `refresh_expires_at` the refresh token's where the provider says it.
    Addresses and scope are empty for the providers that we know (mail.oauth).
    """

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="grant")
    provider = models.CharField(max_length=10, choices=Provider.choices, default=Provider.GOOGLE)
    tenant = models.CharField(max_length=100, blank=True)
    client_id = models.CharField(max_length=255)
    client_secret = models.TextField(blank=True)
    authorize_url = models.URLField(max_length=500, blank=True)
    token_url = models.URLField(max_length=500, blank=True)
    scope = models.CharField(max_length=500, blank=True)

    access_token = models.TextField(blank=True)
    refresh_token = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    refresh_expires_at = models.DateTimeField(null=True, blank=True)
    granted_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(
        "staff.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    refreshed_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    problem_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.provider} for {self.mailbox_id}"


class SenderRule(models.Model):
    """What a colleague decided about a sender: let in what its machine sends, or hear no more of it.

    `address` is one address, or "@house.example" for everybody of a domain; the address counts first.
    A relay writes for others (a web form, a shop): who asks is in its Reply-To.
    """

    class Say(models.TextChoices):
        ALLOW = "allow", _("Allowed")
        DENY = "deny", _("Denied")
        RELAY = "relay", _("Writes for others")

    address = models.CharField(max_length=320, unique=True)
    say = models.CharField(max_length=5, choices=Say.choices)
    decided_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.address}: {self.say}"

    @classmethod
    def for_address(cls, address: str) -> str:
        """What was decided about this (normalised) address or its domain, or ''."""
        domain = "@" + address.rpartition("@")[2]
        said = {rule.address: rule.say for rule in _decided_about(address=address, domain=domain)}
        return said.get(address) or said.get(domain, "")


@Prepared
def _decided_about(*, address: str, domain: str) -> models.QuerySet[SenderRule]:
    either = models.Q(address=address) | models.Q(address=domain)
    return SenderRule.objects.filter(either).only("address", "say")


class RawEmail(models.Model):
    """One mail as it came, stored before anybody looked into it. `content` is never changed.

    `mail_key` is its normalised Message-ID, or one made from its bytes; `fingerprint` is the sha256 of
    From, Date
    and body, which tells a second delivery from another mail with a borrowed id. `uidl` is its name on a POP3
    server, while it is there. `server_due`: the copy on the server is still to be marked, moved or deleted.
    `full_size` is set when only a part was fetched: how large it is on the server.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, null=True, related_name="mails")
    folder = models.CharField(max_length=255, blank=True)
    uid_validity = models.BigIntegerField(null=True, blank=True)
    uid = models.BigIntegerField(null=True, blank=True)
    uidl = models.CharField(max_length=255, blank=True, default="")
    transport = models.CharField(max_length=8, choices=Transport.choices, blank=True, default="")
    server_due = models.BooleanField(default=False)
    full_size = models.BigIntegerField(null=True, blank=True)
    envelope_to = models.CharField(max_length=320, blank=True)
    envelope_from = models.CharField(max_length=320, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=timezone.now)
    stored_at = models.DateTimeField(auto_now_add=True)
    content = models.BinaryField()
    # When the bytes were let go (retention). The row stays: the account counts it for ever.
    emptied_at = models.DateTimeField(null=True, blank=True)

    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    cause = models.CharField(max_length=60, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    mail_key = models.CharField(max_length=320, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    sender = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    verdict = models.JSONField(default=dict, blank=True)
    ticket = models.ForeignKey(
        "tickets.Ticket", on_delete=models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    message = models.ForeignKey(
        "tickets.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    decided_by = models.ForeignKey(
        "staff.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(outcome="pending"), name="mail_pending"),
            models.Index(
                fields=["-id"], condition=models.Q(outcome="quarantined", decision=""), name="mail_quarantine"
            ),
            models.Index(fields=["mail_key", "mailbox"], name="mail_by_id"),
            models.Index(fields=["outcome", "-id"], name="mail_by_outcome"),
            models.Index(fields=["mailbox", "-id"], name="mail_of_mailbox"),
            BrinIndex(fields=["stored_at"], name="mail_by_day"),
            models.Index(fields=["mailbox", "sha256"], name="mail_by_hash"),
            models.Index(fields=["mailbox"], condition=models.Q(server_due=True), name="mail_server_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "folder", "uid_validity", "uid"],
                condition=models.Q(uid__isnull=False),
                name="mail_uid_once",
            ),
            models.UniqueConstraint(
                fields=["mailbox", "uidl"], condition=~models.Q(uidl=""), name="mail_uidl_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["created", "appended"]) | models.Q(handled_at__isnull=False),
                name="mail_handled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"


class AwaitedId(models.Model):
    """An id that a mail of this ticket mentions and that we do not have: that mail may still come.

    Mails arrive out of order; what they refer to joins them to the same ticket, if the sender may.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=320)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message_id", "mailbox", "ticket"], name="mail_awaited_once")
        ]

    def __str__(self) -> str:
        return f"{self.message_id} on {self.ticket_id}"


class MailRule(models.Model):
    """One rule of the manager's: if a mail is like this, then do that. Tried in order, after the verdict.

    `conditions` and what follows are read by mail.rules; `fields` are values by the keys of a desk's fields;
    `every` says whether all or any must hold.
    """

    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(_("in use"), default=True)
    every = models.BooleanField(default=True)
    conditions = models.JSONField(default=list)
    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    assignee = models.ForeignKey(
        "staff.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    priority = models.CharField(max_length=8, blank=True)
    tags = models.JSONField(default=list, blank=True)
    type = models.ForeignKey(
        "tickets.TicketType", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    fields = models.JSONField(default=dict, blank=True)
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.GO_ON, blank=True)
    stop = models.BooleanField(_("no further rules"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class MailRuleChange(models.Model):
    """Who changed a rule, when, and how it read afterwards. Rows are only added."""

    rule = models.ForeignKey(
        MailRule, on_delete=models.SET_NULL, null=True, blank=True, related_name="changes"
    )
    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=RuleChange.choices)
    said = models.JSONField(default=dict)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}: {self.kind}"


class Courtesy(models.Model):
    """A confirmation that a machine was allowed to write: what the guards against loops count. `given` is
    false for those that were withheld because too many strangers wrote at once; they count on while it lasts.

    `subject` and `words` are 63-bit digests of what stays the same when a machine says it again. Rows older
    than a day count for nothing and are deleted.
    """

    at = models.DateTimeField()
    mailbox = models.ForeignKey(
        Mailbox, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    address = models.CharField(max_length=320)
    domain = models.CharField(max_length=255)
    subject = models.BigIntegerField()
    words = models.BigIntegerField()
    newcomer = models.BooleanField(default=False, db_default=False)
    given = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name_plural = "courtesies"
        indexes = [
            models.Index(fields=["address", "at"], name="courtesy_by_address"),
            models.Index(fields=["domain", "at"], name="courtesy_by_domain"),
            models.Index(fields=["mailbox", "at"], name="courtesy_by_mailbox"),
            models.Index(fields=["words", "at"], name="courtesy_by_words"),
            models.Index(
                fields=["mailbox", "at"],
                condition=models.Q(newcomer=True),
                name="courtesy_to_newcomers",
            ),
            models.Index(fields=["at"], name="courtesy_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.address}, {self.at:%Y-%m-%d %H:%M}"
