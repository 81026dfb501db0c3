"""What whoever leads a team says of how its tickets are handed out."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scheduling.actions.load import CAPS, MOST_WHY
from staff.choices import Level
from staff.models import Skill, User
from tickets.actions.routing_setup import TERMS
from tickets.choices import RoutingStrategy
from tickets.models import TicketType

# Kept in minutes, typed in hours.
HOURS = ("worked_soft", "worked_hard", "effort_soft", "effort_hard", "rest_soft", "rest_hard")
DAY = 24 * 60


def _minutes(label: Any, help_text: Any = "", *, least: int = 0, most: int = 7 * DAY) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most)


def _hours(label: Any, *, most: int) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=most, decimal_places=2, max_digits=6)


class RoutingForm(forms.Form):
    strategy = forms.ChoiceField(
        label=_("Who gets a ticket"), choices=RoutingStrategy.choices, widget=forms.RadioSelect
    )
    capacity_minutes = _minutes(
        _("Open work that one person can hold, in minutes"),
        _("What a ticket takes is known from its type, its priority and what was done already."),
        least=15,
        most=DAY,
    )
    fallback_minutes = _minutes(
        _("Wait for the skill, in minutes"),
        _("Opening hours count. After that a ticket goes to somebody without it, never to somebody absent."),
    )
    climb_minutes = _minutes(
        _("Climb when so many minutes of the promise are left"),
        _("Then it goes to whoever leads on shift, to whoever is on call, to a manager on shift."),
    )
    untouched_minutes = _minutes(
        _("Move a ticket that nobody touched for so many minutes"),
        _("Opening hours count, while the customer waits. 0 moves none."),
    )
    hand_over_minutes = _minutes(
        _("Ask for the hand-over so many minutes before the end of a shift"), most=240
    )
    on_call_for_all = forms.BooleanField(
        label=_("Outside shifts whoever is on call gets every ticket, not only those that press"),
        required=False,
    )
    worked_soft = _hours(_("Hours at work in seven days, from here with a reason"), most=168)
    worked_hard = _hours(_("Hours at work in seven days, never more"), most=168)
    effort_soft = _hours(_("Hours of work in open tickets, from here with a reason"), most=100)
    effort_hard = _hours(_("Hours of work in open tickets, never more"), most=100)
    hot_soft = _minutes(_("Minutes with several promises at risk, from here with a reason"), most=DAY)
    hot_hard = _minutes(_("Minutes with several promises at risk, never more"), least=1, most=DAY)
    nights_soft = _minutes(_("Nights in seven days, from here with a reason"), most=7)
    nights_hard = _minutes(_("Nights in seven days, never more"), least=1, most=7)
    rest_soft = _hours(_("Hours of rest before a shift, below this with a reason"), most=48)
    rest_hard = _hours(_("Hours of rest before a shift, never less"), most=48)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        """As it is kept."""
        found = {name: self.cleaned_data[name] for name in (*TERMS, *CAPS)}
        return found | {name: round(found[name] * 60) for name in HOURS}


def form_of(said: dict[str, Any], version: int) -> dict[str, Any]:
    hours = {name: f"{said[name] / 60:g}" for name in HOURS}
    return {**said, **hours, "seen": version}


class NeedForm(forms.Form):
    type = forms.ModelChoiceField(
        TicketType.objects.in_use(), label=_("Tickets of the type"), required=False, empty_label=_("None")
    )
    tag = forms.CharField(
        label=_("or with the tag"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    skill = forms.ModelChoiceField(Skill.objects.filter(active=True), label=_("Skill"))
    level = forms.TypedChoiceField(
        label=_("At least"), choices=Level.choices, coerce=int, initial=Level.WORKS
    )


class AllowForm(forms.Form):
    user = forms.ModelChoiceField(User.objects.none(), label=_("Who"))
    hours = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(2, _("2 hours")), (8, _("8 hours")), (24, _("a day")), (72, _("three days"))],
        initial=8,
    )
    reason = forms.CharField(
        label=_("Why"), max_length=MOST_WHY, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people

    def until(self) -> datetime.datetime:
        return timezone.now() + datetime.timedelta(hours=self.cleaned_data["hours"])
