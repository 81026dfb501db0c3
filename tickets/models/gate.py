"""What somebody needs before they are offered a kind of ticket."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.template import InUse, TicketType


class Gate(models.Model):
    """It stands before tickets of a type, or with a tag. Who lacks what it asks for has `grace_days`, counted
    from when it began to be missing, and is offered none of them after that (tickets.gating).

    `skill_since` is when the skill at this level began to be asked for.
    """

    type = models.ForeignKey(
        TicketType, on_delete=models.PROTECT, null=True, blank=True, related_name="gates"
    )
    tag = models.CharField(_("tag"), max_length=40, blank=True)
    skill = models.ForeignKey(
        "staff.Skill", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    skill_since = models.DateTimeField(null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(_("days to catch up"), default=7)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = InUse.as_manager()

    class Meta:
        ordering = ["type__position", "tag", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(type=None) & ~Q(tag="") | Q(type__isnull=False, tag=""),
                name="gate_before_one_kind",
            ),
            models.CheckConstraint(
                condition=Q(skill=None, skill_since=None) | Q(skill__isnull=False, skill_since__isnull=False),
                name="gate_skill_has_a_time",
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="gate_level_is_one_to_three"),
            models.UniqueConstraint(
                fields=["type"], condition=Q(archived_at=None, type__isnull=False), name="gate_type_once"
            ),
            models.UniqueConstraint(
                fields=["tag"], condition=Q(archived_at=None) & ~Q(tag=""), name="gate_tag_once"
            ),
        ]

    def __str__(self) -> str:
        return self.type.name if self.type else f"#{self.tag}"

    @property
    def name(self) -> str:
        return str(self)


class GateGuideline(models.Model):
    """A guideline that has to be confirmed, in the version in force; asked for `since`."""

    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="asked")
    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["article__title", "pk"]
        constraints = [models.UniqueConstraint(fields=["gate", "article"], name="gate_guideline_once")]

    def __str__(self) -> str:
        return f"{self.gate_id} asks for {self.article_id}"
