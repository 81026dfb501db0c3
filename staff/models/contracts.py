"""For how many hours somebody is employed, at which cost, and by which rules they may be rostered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from staff.choices import Regime


class Contract(models.Model):
    """Holds from its day until the next one begins. `hourly_cost` is what the company pays for an hour, in
    the currency of the desk; nobody but the person and those who work with money sees it. Of the limits here
    and those of `regime` the stricter holds.
    """

    user = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="contracts")
    from_on = models.DateField(_("from"))
    weekly_hours = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1)
    hourly_cost = models.DecimalField(_("cost of an hour"), max_digits=8, decimal_places=2, default=0)
    max_day_hours = models.DecimalField(_("at most a day"), max_digits=3, decimal_places=1, default=8)
    max_week_hours = models.DecimalField(_("at most a week"), max_digits=4, decimal_places=1, default=48)
    min_rest_hours = models.DecimalField(_("rest between shifts"), max_digits=3, decimal_places=1, default=11)
    regime = models.CharField(_("working-time law"), max_length=2, choices=Regime.choices, default=Regime.EU)
    night_work = models.BooleanField(_("may work at night"), default=False)

    class Meta:
        ordering = ["user", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["user", "from_on"], name="contract_once_a_day"),
            models.CheckConstraint(
                condition=Q(weekly_hours__range=(0, 168)) & Q(hourly_cost__gte=0),
                name="contract_of_a_week",
            ),
            models.CheckConstraint(
                condition=Q(max_day_hours__range=(0, 24))
                & Q(max_week_hours__range=(0, 168))
                & Q(min_rest_hours__range=(0, 24)),
                name="contract_rules_of_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} from {self.from_on}"
