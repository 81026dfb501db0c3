"""Organisations, the people in them, and the addresses those people write from."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """`domains` are mail domains whose writers belong here."""

    name = models.CharField(_("name"), max_length=160)
    vip = models.BooleanField(default=False)
    shares_tickets = models.BooleanField(
        _("people of this organisation may answer in each other's tickets"), default=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="organisation_name_once")]
        indexes = [GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="organisation_named")]

    def __str__(self) -> str:
        return self.name


class OrganisationChange(models.Model):
    """Who said what of an organisation. `settled_at`: its open tickets have been looked at since."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    vip = models.BooleanField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(settled_at=None), name="organisation_change_unsettled"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {'VIP' if self.vip else 'no VIP'}"


class Contact(models.Model):
    name = models.CharField(_("name"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    # Empty while nobody knows: then their team's own counts (tickets.queries.zone_of).
    time_zone = models.CharField(max_length=64, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # The address we write to. Kept on the row because every list shows it.
    email = models.CharField(_("email address"), max_length=320, blank=True)
    # What their own automatic answer said last; a hint for whoever waits for them.
    away_until = models.DateField(null=True, blank=True)
    # Since then nobody knows who it was (Erasure); the row only holds their tickets together.
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="contact_named"),
            GinIndex(OpClass(Upper("email"), name="gin_trgm_ops"), name="contact_addressed"),
        ]

    def __str__(self) -> str:
        return gettext("Erased customer") if self.erased_at else self.name or self.email

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0] if self.name else ""

    @property
    def is_away(self) -> bool:
        """Did their machine say that they are away today?"""
        return self.away_until is not None and self.away_until >= timezone.localdate()


class ContactAddress(models.Model):
    """Every address a contact writes from; one address belongs to one contact."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=320, unique=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(address=Lower("address")), name="contact_address_is_lower_case"
            )
        ]
        # How an address ends: of whom a domain is.
        indexes = [GinIndex(OpClass(Upper("address"), name="gin_trgm_ops"), name="contact_address_ends")]

    def __str__(self) -> str:
        return self.address


class Erasure(models.Model):
    """That a customer is erased, once. It begins with the row and goes on in slices until `finished_at`.

    `words` is what is still looked for, {"names": […], "addresses": […]}: nothing any more once it is
    finished. Every ticket up to `up_to` is done.
    """

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="erasure")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300)
    words = models.JSONField(default=dict, blank=True)
    up_to = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(finished_at=None), name="erasure_unfinished")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at=None) | models.Q(words={}),
                name="erasure_finished_knows_nothing",
            )
        ]

    def __str__(self) -> str:
        return f"erasure of customer {self.contact_id}"
