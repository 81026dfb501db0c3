"""How many people are needed: what rosters are planned by."""

from django.db import models

from scheduling.asking import Ask


class Need(models.Model):
    """`heads` of a team for one activity in the quarter of an hour from `starts_at` on; what has no row needs
    nobody. `why` says what the number was computed from, or who set it by hand.

    Rows of one moment and activity add up: with a skill or a language are those who must have it, without
    either the rest, for whom anybody will do. The team's own language is none.
    """

    team = models.ForeignKey("staff.Team", on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    activity = models.CharField(max_length=10)
    skill = models.ForeignKey(
        "staff.Skill", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=8, blank=True, default="")
    heads = models.DecimalField(max_digits=6, decimal_places=2)
    why = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "starts_at", "activity", "skill", "language"],
                nulls_distinct=False, name="need_of_one_kind_once",
            ),
            models.CheckConstraint(condition=models.Q(heads__gt=0), name="need_is_some"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.heads} for {self.team_id} at {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ask(self) -> Ask:
        return Ask(self.skill_id, self.language)
