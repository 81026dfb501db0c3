"""What customers say of a solved ticket: whether a team asks, what was asked and said, and what followed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lib.nonces import new_nonce
from tickets.models.event import TicketEvent
from tickets.models.template import TicketType
from tickets.models.ticket import Ticket
from tickets.survey_choices import ICONS, LeftOut, Score, SurveyState


class TeamSurvey(models.Model):
    """A team without one asks nobody. `delay_minutes` are opening hours after solving; nobody is asked twice
    within `rest_days`, whatever the team; what is said can be changed for `open_days`. A score of at most
    `low` is followed up by `follow_up`, or by whoever leads the team. No `types` means all.
    """

    team = models.OneToOneField("staff.Team", on_delete=models.CASCADE, related_name="survey")
    active = models.BooleanField(default=False)
    delay_minutes = models.PositiveIntegerField(default=240)
    rest_days = models.PositiveSmallIntegerField(default=30)
    open_days = models.PositiveSmallIntegerField(default=14)
    low = models.PositiveSmallIntegerField(default=2)
    types = models.ManyToManyField(TicketType, related_name="+", blank=True)
    follow_up = models.ForeignKey(
        "staff.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["team__name"]
        constraints = [
            models.CheckConstraint(condition=Q(low__range=(0, 4)), name="team_survey_low"),
            models.CheckConstraint(condition=Q(open_days__gte=1), name="team_survey_open_days"),
        ]

    def __str__(self) -> str:
        return f"{self.team}: {'asks' if self.active else 'asks nobody'}"


class Survey(models.Model):
    """One for each time that a ticket was solved (`solved`, the event). `solver` and `team` are those of that
    moment, `low` what counted as low when it was asked. The token in the letter is made from the nonce.
    """

    solved = models.OneToOneField(TicketEvent, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="surveys")
    contact = models.ForeignKey(
        "customers.Contact", on_delete=models.CASCADE, related_name="surveys", db_index=False
    )
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="+", db_index=False)
    solver = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=SurveyState.choices, default=SurveyState.WAITING)
    why = models.CharField(max_length=14, choices=LeftOut.choices, blank=True, default="")
    nonce = models.CharField(max_length=32, unique=True, default=new_nonce)
    solved_at = models.DateTimeField()
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    low = models.PositiveSmallIntegerField(default=2)
    language = models.CharField(max_length=8, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), choices=Score.choices, null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="survey_due"),
            # With what was said, so that it is counted without the surveys themselves.
            models.Index(
                fields=["-asked_at", "-id"],
                include=["state", "score", "team", "solver", "language"],
                condition=Q(asked_at__isnull=False),
                name="survey_asked_told",
            ),
            models.Index(fields=["solved_at"], condition=Q(state="left_out"), name="survey_left_out"),
            models.Index(fields=["contact", "-asked_at"], name="survey_of_contact"),
            models.Index(fields=["team", "-asked_at"], name="survey_of_team"),
            models.Index(fields=["solver", "-asked_at"], name="survey_of_solver"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "answered"], asked_at__isnull=False, ends_at__isnull=False)
                | Q(state__in=["waiting", "left_out"], asked_at=None, ends_at=None),
                name="survey_asked_has_times",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", score__range=(1, 5), answered_at__isnull=False)
                | ~Q(state="answered") & Q(score=None, answered_at=None, comment=""),
                name="survey_answered_has_score",
            ),
            models.CheckConstraint(
                condition=Q(state="left_out") & ~Q(why="") | ~Q(state="left_out") & Q(why=""),
                name="survey_left_out_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"survey of {self.ticket_id}: {self.score or self.state}"

    @property
    def icon(self) -> str:
        return ICONS[self.score] if self.score else ""

    @property
    def is_low(self) -> bool:
        return self.score is not None and self.score <= self.low


class FollowUp(models.Model):
    """A low score that somebody looks into: open, taken by somebody, done with a word about it."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="follow_up")
    opened_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("what was done"), blank=True, default="")

    class Meta:
        ordering = ["opened_at", "pk"]
        indexes = [models.Index(fields=["opened_at"], condition=Q(done_at=None), name="follow_up_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None)
                | Q(taken_by__isnull=False, taken_at__gte=F("opened_at")),
                name="follow_up_taken_has_time",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, note="")
                | Q(done_at__isnull=False, taken_by__isnull=False) & ~Q(note=""),
                name="follow_up_done_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up of {self.survey}"
