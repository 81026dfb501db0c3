"""What a manager sets up for tickets: types, the fields they have, and who changed what of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets import fields
from tickets.choices import FieldKind, FieldRequired, FieldShown, Priority, SetupNoun


class InUse(models.QuerySet):
    def in_use(self):
        """What can still be chosen; the rest is kept for what was said with it."""
        return self.filter(archived_at=None)


class TicketType(models.Model):
    """What a ticket is about: a question, a refund. It says which fields a ticket has and how it begins.

    `offered`: customers may choose it on the form. Never deleted: old tickets have it.
    """

    name = models.CharField(_("name"), max_length=60)
    help = models.CharField(_("help"), max_length=200, blank=True)
    team = models.ForeignKey("staff.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    priority = models.CharField(_("priority"), max_length=10, choices=Priority.choices, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    offered = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = InUse.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(archived_at=None), name="ticket_type_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TicketField(models.Model):
    """A field of tickets; tickets.fields says what it may hold. `key` and `kind` never change.

    Without `types` every ticket has it. Never deleted: values of old tickets still mean something.
    """

    key = models.CharField(max_length=40, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=fields.definition.LONGEST_NAME)
    help = models.CharField(_("help"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=FieldKind.choices)
    options = models.JSONField(default=list, blank=True)
    types = models.ManyToManyField(TicketType, related_name="fields", blank=True)
    required = models.CharField(_("required"), max_length=10, choices=FieldRequired.choices, blank=True)
    shown = models.CharField(_("for the customer"), max_length=10, choices=FieldShown.choices, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = InUse.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(archived_at=None), name="ticket_field_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def definition(self, types: frozenset[int] | None = None) -> fields.Definition:
        """As the validator reads it; `types` if they are known already."""
        if types is None:
            types = frozenset(one.pk for one in self.types.all())
        return fields.Definition(
            key=self.key, name=self.name, kind=fields.Kind(self.kind), help=self.help,
            options=fields.read_options(self.options), required=fields.Required(self.required),
            shown=fields.Shown(self.shown), types=types,
        )  # fmt: skip


class SetupChange(models.Model):
    """Who changed what of types, fields, checklists and tags, how it read before and after. Only added."""

    noun = models.CharField(max_length=10, choices=SetupNoun.choices)
    about = models.BigIntegerField()
    name = models.CharField(max_length=100)
    was = models.JSONField(default=dict, blank=True)
    to = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["noun", "about", "-id"], name="setup_change_about")]

    def __str__(self) -> str:
        return f"{self.noun} {self.name}: {self.was} → {self.to}"
