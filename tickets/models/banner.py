"""What customers and colleagues are told about a problem before they write."""

from django.db import models
from django.db.models import F, Q

from tickets.choices import ACTIVE
from tickets.models.ticket import Ticket


class BannerQuerySet(models.QuerySet["Banner"]):
    def in_force(self, now):
        """Its time has come and is not over, nobody ended it, and its problem is not solved."""
        return self.filter(
            Q(until=None) | Q(until__gt=now), since__lte=now, ended_at=None, problem__state__in=ACTIVE
        )


class Banner(models.Model):
    """`words` by language. With a team or a type it is shown where that is chosen, else everywhere.

    It ends with its problem, without anybody doing anything.
    """

    problem = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="banners")
    words = models.JSONField()
    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    type = models.ForeignKey("TicketType", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BannerQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="banner_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="banner_ended_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(words={}), name="banner_says_something"),
        ]
        indexes = [models.Index(fields=["since"], condition=Q(ended_at=None), name="banner_not_ended")]

    def __str__(self) -> str:
        return f"banner {self.pk} about {self.problem_id}"
