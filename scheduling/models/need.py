"""How many people are needed: what rosters are planned by."""

from django.db import models


class Need(models.Model):
    """`heads` of a team for one activity in the quarter of an hour from `starts_at` on; what has no row needs
    nobody. `why` says what the number was computed from, or who set it by hand.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    activity = models.CharField(max_length=10)
    heads = models.DecimalField(max_digits=6, decimal_places=2)
    why = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "starts_at", "activity"], name="need_once"),
            models.CheckConstraint(condition=models.Q(heads__gt=0), name="need_is_some"),
        ]

    def __str__(self) -> str:
        return f"{self.heads} for {self.team_id} at {self.starts_at:%Y-%m-%d %H:%M}"
