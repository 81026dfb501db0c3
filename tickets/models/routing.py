"""How a team hands out its tickets, which of them ask for a skill, and what is said at the end of a shift."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.choices import RoutingStrategy
from tickets.models.template import TicketType
from tickets.models.ticket import Ticket


class TeamRouting(models.Model):
    """A team without one takes its tickets by hand. Times are minutes; `untouched_minutes` counts opening
    hours, 0 never takes a ticket from anybody. `capacity_minutes` is how much open work somebody can hold.
    """

    team = models.OneToOneField("staff.Team", on_delete=models.CASCADE, related_name="routing")
    strategy = models.CharField(
        _("how tickets are handed out"),
        max_length=12,
        choices=RoutingStrategy.choices,
        default=RoutingStrategy.MANUAL,
    )
    fallback_minutes = models.PositiveSmallIntegerField(default=30)
    climb_minutes = models.PositiveSmallIntegerField(default=60)
    untouched_minutes = models.PositiveSmallIntegerField(default=0)
    capacity_minutes = models.PositiveSmallIntegerField(default=240)
    on_call_for_all = models.BooleanField(default=True)
    hand_over_minutes = models.PositiveSmallIntegerField(default=20)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["team__name"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity_minutes__gte=15), name="team_routing_has_capacity"),
        ]

    def __str__(self) -> str:
        return f"{self.team}: {self.strategy}"


class RoutingNeed(models.Model):
    """Tickets of the team that are of this type, or have this tag, go to whoever holds the skill, as long as
    the fallback time has not passed. What must never go to anybody else is a matter for a gate.
    """

    routing = models.ForeignKey(TeamRouting, on_delete=models.CASCADE, related_name="needs")
    type = models.ForeignKey(TicketType, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    tag = models.CharField(_("tag"), max_length=40, blank=True)
    skill = models.ForeignKey("staff.Skill", on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"), default=1)

    class Meta:
        ordering = ["type__position", "tag", "skill__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(type=None) & ~Q(tag="") | Q(type__isnull=False, tag=""),
                name="routing_need_of_one_kind",
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="routing_need_level"),
            models.UniqueConstraint(
                fields=["routing", "type", "tag", "skill"],
                name="routing_need_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type or self.tag}: {self.skill} {self.level}"


class RoutingShare(models.Model):
    """How much of the team's tickets somebody gets beside the others, in percent; without one it is 100. At 0
    the desk gives them none but what climbs to them.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="routing_shares")
    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField(default=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="routing_share_once"),
            models.CheckConstraint(condition=Q(percent__lte=200), name="routing_share_at_most_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.team_id}: {self.percent} %"


class RoutingTurn(models.Model):
    """When somebody was given something of the team's last: whose turn it is, in turn."""

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="routing_turn_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.team_id}"


class HandOver(models.Model):
    """What somebody leaves to those who come after their shift: of a ticket, or of nothing in particular to
    the team. `given_at` is when the words on a ticket went with it to the next.
    """

    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, null=True, blank=True, related_name="hand_overs"
    )
    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    shift_ends_at = models.DateTimeField()
    text = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "user", "shift_ends_at"], name="hand_over_once_a_shift"
            ),
            models.UniqueConstraint(fields=["team", "user", "shift_ends_at"], name="hand_over_to_team_once"),
            models.CheckConstraint(
                condition=Q(ticket=None, team__isnull=False) | Q(ticket__isnull=False, team=None),
                name="hand_over_of_a_ticket_or_to_a_team",
            ),
        ]
        indexes = [models.Index(fields=["shift_ends_at"], name="hand_over_lately")]

    def __str__(self) -> str:
        return f"{self.ticket_id or self.team_id} by {self.user_id}"
