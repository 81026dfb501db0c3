"""What is to be done on a ticket, step by step: lists as managers wrote them, and lists of one ticket."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tickets.models.template import InUse, TicketType
from tickets.models.ticket import Ticket

LONGEST_ITEM = 200


class ChecklistTemplate(models.Model):
    """A list that tickets get, by their type or by hand. `items`: [{"text": …, "required": …}].

    What it says is copied into the ticket: a change here leaves tickets as they are. Never deleted.
    """

    name = models.CharField(_("name"), max_length=80)
    items = models.JSONField(default=list)
    types = models.ManyToManyField(TicketType, related_name="checklists", blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = InUse.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(archived_at=None), name="checklist_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Checklist(models.Model):
    """One of a ticket. The same template is on it at most once."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="checklists")
    template = models.ForeignKey(
        ChecklistTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=80)
    added_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "template"],
                condition=models.Q(template__isnull=False),
                name="checklist_template_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.ticket_id}"


class ChecklistItem(models.Model):
    """`required`: the ticket is not solved before it is done."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="items")
    text = models.CharField(max_length=LONGEST_ITEM)
    required = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False),
                name="checklist_item_done_at",
            )
        ]

    def __str__(self) -> str:
        return self.text
