"""Training with a trainer, at a time and a place, for as many as fit."""

from django.db import models
from django.db.models import F, Q

from knowledge.choices import SeatState


class Session(models.Model):
    """`lesson_key` is the lesson that being there completes, in whichever edition one takes."""

    course = models.ForeignKey("knowledge.Course", on_delete=models.PROTECT, related_name="sessions")
    lesson_key = models.CharField(max_length=12, blank=True)
    trainer = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="sessions_held")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    places = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(condition=Q(places__range=(1, 500)), name="session_has_places"),
        ]
        indexes = [models.Index(fields=["starts_at"], name="session_starts")]

    def __str__(self) -> str:
        return f"{self.course_id} at {self.starts_at}"


class Seat(models.Model):
    """That somebody comes, or waits for a place; whoever waits longest comes next."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="seats")
    state = models.CharField(max_length=8, choices=SeatState.choices)
    asked_at = models.DateTimeField()
    attended = models.BooleanField(null=True, blank=True)
    marked_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="seat_one_each")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state} in {self.session_id}"
