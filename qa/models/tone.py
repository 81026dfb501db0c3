"""What an answer sounded like once it had left, and what people made of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import Cast

from qa.choices import Heard, Kind
from qa.steps import DISPUTED, DROPPED, GIVEN, Standing
from qa.tone_words import HINTS
from qa.tones.findings import KINDS
from qa.tones.quoting import Quoted, quoted
from qa.tones.trust import STRENGTH, Judged


class ToneReading(models.Model):
    """That an answer was checked: `score` is how polite it is, 0 to 1; `layers` are those that had a say."""

    message = models.OneToOneField(
        "tickets.Message", on_delete=models.CASCADE, primary_key=True, related_name="tone"
    )
    language = models.CharField(max_length=8)
    score = models.FloatField()
    layers = models.CharField(max_length=20)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="tone_score_in_range"),
            models.CheckConstraint(
                condition=Q(layers__in=["rules", "rules+model"]), name="tone_layers_known"
            ),
        ]

    def __str__(self) -> str:
        return f"tone of {self.message_id}"


class ToneRule(models.Model):
    """A rule in a language, with how often people agreed with it: counted anew at each judgement."""

    name = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    confirmed = models.PositiveIntegerField(default=0)
    dismissed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["language", "name"]
        constraints = [models.UniqueConstraint(fields=["name", "language"], name="tone_rule_once")]

    def __str__(self) -> str:
        return f"{self.name} in {self.language}"

    @property
    def judged(self) -> Judged:
        return Judged(self.confirmed, self.dismissed)

    @property
    def language_name(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    @property
    def words(self) -> str:
        """What it says to an agent; its name where it is one of earlier."""
        return str(HINTS.get(self.name, self.name))


class ToneFindingQuerySet(models.QuerySet["ToneFinding"]):
    def confirmed(self) -> "ToneFindingQuerySet":
        """The only ones that count."""
        return self.filter(state=Heard.CONFIRMED)

    def for_rows(self) -> "ToneFindingQuerySet":
        return self.select_related(
            "rule", "message__author", "message__ticket__team", "message__tone", "judged_by"
        ).defer("message__html", "message__folded")

    def by_certainty(self) -> "ToneFindingQuerySet":
        """The most certain first, as far as their rules are believed by now: qa.tones.trust.weight in SQL."""
        agreed, all_of_them = F("rule__confirmed"), F("rule__confirmed") + F("rule__dismissed")
        certainty = (F("shipped") * STRENGTH + agreed) / (Value(STRENGTH) + Cast(all_of_them, FloatField()))
        return self.annotate(certainty=certainty).order_by("-certainty", "pk")


class ToneFinding(models.Model):
    """What a rule said of `message.text[start:end]`. Like a mark it keeps a place and no words. `shipped` is
    the confidence of the rule itself, `confidence` what was left of it when it spoke.
    """

    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE, related_name="tone_findings")
    rule = models.ForeignKey(ToneRule, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    shipped = models.FloatField()
    confidence = models.FloatField()
    state = models.CharField(max_length=10, choices=Heard.choices, default=Heard.OPEN)
    found_at = models.DateTimeField()
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    objects = ToneFindingQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "rule", "start"], name="tone_finding_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="tone_finding_has_words"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="tone_finding_kind_known"),
            models.CheckConstraint(
                condition=Q(shipped__gte=0, shipped__lte=1, confidence__gte=0, confidence__lte=1),
                name="tone_confidence_in_range",
            ),
            models.CheckConstraint(
                condition=Q(state=Heard.OPEN, judged_by=None, judged_at=None)
                | (~Q(state=Heard.OPEN) & Q(judged_by__isnull=False, judged_at__isnull=False)),
                name="tone_judged_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["rule", "state"], name="tone_by_rule"),
            models.Index(fields=["state", "-found_at"], name="tone_by_state"),
        ]

    def __str__(self) -> str:
        return f"finding {self.pk} in {self.message_id}"

    @property
    def standing(self) -> Standing:
        """As that of a review that whoever confirmed it gave. Asks for the disputes: prefetch them for
        many.
        """
        disputes = [*self.disputes.all()]
        running = next((one for one in disputes if one.is_open), None)
        settled = [one.settled_at for one in disputes if one.settled_at]
        since = max([*settled, self.judged_at]) if self.judged_at else None
        state = DISPUTED if running else GIVEN if self.state == Heard.CONFIRMED else DROPPED
        return Standing(state, since, len(disputes), bool(running and running.passed_up_at))

    @property
    def is_gone(self) -> bool:
        """The answer was redacted since: its places are others by now."""
        redacted = self.message.redacted_at
        return bool(redacted and redacted > self.found_at)

    @property
    def percent(self) -> int:
        """How certain it is by now; of a row read by_certainty."""
        return round(100 * self.certainty)

    @property
    def passage(self) -> str:
        return "" if self.is_gone else self.message.text[self.start : self.end]

    @property
    def quoted(self) -> Quoted | None:
        """The passage in its sentence; None where it is gone."""
        return None if self.is_gone else quoted(self.message.text, self.start, self.end)


class ToneLook(models.Model):
    """Somebody other than the two opened a finding."""

    finding = models.ForeignKey(ToneFinding, on_delete=models.CASCADE, related_name="looks")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.reader_id} looked at {self.finding_id}"
