"""The ticket itself: what lists show and sort by. What happened to it is in its events."""

import datetime
import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from tickets.choices import ACTIVE, Channel, Metric, Priority, State

# Crockford's base 32 without look-alikes: what customers read out over the phone.
REFERENCE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# No promise runs: last in every queue.
NEVER = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)


def new_reference() -> str:
    """Eight random characters: 40 bits, so that a customer learns nothing of our volume from theirs."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))


class TicketQuerySet(models.QuerySet["Ticket"]):
    def active(self) -> "TicketQuerySet":
        return self.filter(state__in=ACTIVE)

    def unassigned(self) -> "TicketQuerySet":
        return self.filter(assignee=None)

    def awake(self) -> "TicketQuerySet":
        """Not put aside for a while."""
        return self.filter(snoozed_until=None)

    def late_at(self, now: datetime.datetime) -> "TicketQuerySet":
        """A promise is past due and still open."""
        return self.filter(queue_at__lt=now, state__in=ACTIVE)

    def due_before(self, now: datetime.datetime, until: datetime.datetime) -> "TicketQuerySet":
        return self.filter(queue_at__gte=now, queue_at__lt=until, state__in=ACTIVE)

    def for_rows(self) -> "TicketQuerySet":
        """With everything a row of a list shows, and none of the long texts."""
        return self.select_related("requester", "requester__organisation", "team", "assignee").defer(
            "search_vector", "assignee__password", "assignee__signature", "team__signature"
        )


class Ticket(models.Model):
    """`number` is ours; customers only ever see `reference`.

    `opened_at` is when the customer's words reached us, not when we stored them. `unanswered_since` is the
    oldest public customer message that no person has answered. `queue_at` is when the next promise falls due,
    or NEVER. `revision` grows with every change. A ticket with `merged_into` is closed, and what comes for it
    goes there. `waits_for_children`: it is not solved while a child of it is open.

    While it has `snoozed_until` it is put aside, until then; NEVER means until the customer writes.
    `snooze_keeps`: what they write does not bring it back.

    `asks_backup`: somebody needs backup on it, or has it (Backup).

    `custom` holds the values of fields that this desk made for itself, by their keys (tickets.fields): of any
    type, so that a ticket can get its type back.
    """

    number = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    subject = models.CharField(_("subject"), max_length=500)
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="tickets")
    assignee = models.ForeignKey(
        "staff.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned_tickets"
    )
    requester = models.ForeignKey("customers.Contact", on_delete=models.PROTECT, related_name="tickets")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority.choices, default=Priority.NORMAL
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    type = models.ForeignKey(
        "TicketType", on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="tickets"
    )
    custom = models.JSONField(default=dict, db_default={}, blank=True)

    opened_at = models.DateTimeField()
    active_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, blank=True)
    unanswered_since = models.DateTimeField(null=True, blank=True)
    queue_at = models.DateTimeField(default=NEVER)
    queue_metric = models.CharField(max_length=20, choices=Metric.choices, blank=True)
    revision = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="merged_here"
    )
    waits_for_children = models.BooleanField(default=False, db_default=False)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    snoozed_at = models.DateTimeField(null=True, blank=True)
    snooze_keeps = models.BooleanField(default=False, db_default=False)
    asks_backup = models.BooleanField(default=False, db_default=False)

    policy_version = models.ForeignKey(
        "sla.PolicyVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    calendar_version = models.ForeignKey(
        "scheduling.CalendarVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # What the team owes its colleagues; without an index of its own: nothing looks for it.
    internal_version = models.ForeignKey(
        "sla.PolicyVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    search_vector = models.GeneratedField(
        expression=SearchVector("subject", config="desk"), output_field=SearchVectorField(), db_persist=True
    )

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            GinIndex(fields=["search_vector"], name="ticket_search"),
            GinIndex(OpClass(Upper("subject"), name="gin_trgm_ops"), name="ticket_subject_near"),
            # The inbox: active tickets of a team or of a person, by promise or by newest activity.
            models.Index(
                fields=["team", "queue_at", "number"],
                condition=models.Q(state__in=sorted(ACTIVE)),
                name="ticket_team_queue",
            ),
            models.Index(fields=["team", "-active_at", "-number"], name="ticket_team_active"),
            models.Index(
                fields=["assignee", "queue_at", "number"],
                condition=models.Q(state__in=sorted(ACTIVE)),
                name="ticket_own_queue",
            ),
            models.Index(
                fields=["queue_at", "number"],
                condition=models.Q(state__in=sorted(ACTIVE)),
                name="ticket_queue",
            ),
            models.Index(fields=["-active_at", "-number"], name="ticket_active"),
            models.Index(fields=["requester", "-active_at"], name="ticket_requester"),
            models.Index(fields=["solved_at"], condition=models.Q(state="solved"), name="ticket_solved"),
            # Counting the sidebar reads this index alone.
            models.Index(
                fields=["team", "assignee", "state", "queue_at", "snoozed_until"],
                condition=models.Q(state__in=sorted(ACTIVE)),
                name="ticket_active_counts",
            ),
            models.Index(
                fields=["snoozed_until", "number"],
                condition=models.Q(snoozed_until__isnull=False),
                name="ticket_snoozed",
            ),
            models.Index(fields=["opened_at"], name="ticket_opened"),
            GinIndex(fields=["tags"], name="ticket_tags"),
            # Which tickets have this value in that field: `custom @> {"order": "R-17"}`.
            GinIndex(
                OpClass("custom", name="jsonb_path_ops"),
                condition=~models.Q(custom={}),
                name="ticket_custom",
            ),
            models.Index(
                fields=["type", "-active_at"], condition=models.Q(type__isnull=False), name="ticket_type"
            ),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="ticket_merged_into",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["solved", "closed"], solved_at__isnull=False)
                | (~models.Q(state__in=["solved", "closed"]) & models.Q(solved_at__isnull=True)),
                name="ticket_solved_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(snoozed_until__isnull=True, snoozed_at__isnull=True, snooze_keeps=False)
                | models.Q(snoozed_until__isnull=False, snoozed_at__isnull=False, state__in=sorted(ACTIVE)),
                name="ticket_snoozed_is_active",
            ),
            # A trigger keeps that the other is itself not merged when it is: so there are no circles.
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | (models.Q(state="closed") & ~models.Q(merged_into=models.F("number"))),
                name="ticket_merged_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.subject}"

    @property
    def due_at(self) -> datetime.datetime | None:
        return None if self.queue_at == NEVER else self.queue_at


class Participant(models.Model):
    """A contact who may read and answer besides the requester."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="participants")
    contact = models.ForeignKey("customers.Contact", on_delete=models.CASCADE, related_name="participations")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "contact"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.contact} in {self.ticket}"
