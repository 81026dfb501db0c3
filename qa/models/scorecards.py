"""What reviews are scored by. A version never changes: a review keeps the one it began with."""

from typing import Any

from django.db import models
from django.db.models import Q

from qa.scoring import Criterion


class Scorecard(models.Model):
    name = models.CharField(max_length=80, unique=True)
    current = models.OneToOneField(
        "qa.ScorecardVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="current_of"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ScorecardVersion(models.Model):
    """`criteria`: [{"key", "section", "title", "hint", "points", "weight", "critical", "low", "high"}] in
    their order; a key stays from version to version. A scale goes from 1 to `points`; `low` and `high` say
    what its ends look like, "between", where it is there, some points between: {"3": words}; "tone",
    where it is there, is the kind of tone that it is about, and scores nothing (qa.linked). `causes` are the
    roots of a trouble that a reviewer can name. `applies`:
    {"channels", "teams", "types", "languages"}, each a list; an empty one means all.
    """

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    criteria = models.JSONField()
    causes = models.JSONField(default=list, blank=True)
    applies = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="scorecard_version_once"),
            models.CheckConstraint(condition=~Q(criteria=[]), name="scorecard_version_asks_something"),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard_id} v{self.number}"

    @property
    def keys(self) -> list[str]:
        return [one["key"] for one in self.criteria]

    @property
    def scored_by(self) -> list[Criterion]:
        """For qa.scoring."""
        return [
            Criterion(one["key"], 1, one["points"], one["weight"], one["critical"]) for one in self.criteria
        ]

    @property
    def sections(self) -> list[tuple[str, list[dict]]]:
        """Criteria that follow each other in the same section, with its title."""
        found: list[tuple[str, list[dict]]] = []
        for one in self.criteria:
            if not found or found[-1][0] != one["section"]:
                found.append((one["section"], []))
            found[-1][1].append(one)
        return found


def anchors_of(criterion: dict[str, Any]) -> list[tuple[int, str]]:
    """The points of the scale of which it is said what they look like, from the lowest on."""
    said = {
        **criterion.get("between", {}),
        "1": criterion["low"],
        str(criterion["points"]): criterion["high"],
    }
    return [(n, said[str(n)]) for n in range(1, criterion["points"] + 1) if said.get(str(n))]
