"""Forms of rosters: a new draft, one shift, a template, somebody on call."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduling.actions.planning import check_parts
from scheduling.choices import Activity
from scheduling.models import DraftShift, OnCall, ShiftTemplate
from scheduling.weeks import monday_of
from staff.models import Skill, Team, User

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
# “11:00–11:30 break”: one part a line.
_PART = re.compile(r"^\s*(\d{1,2}):(\d{2})\s*[–-]\s*(\d{1,2}):(\d{2})\s+(\S+)\s*$")
DAY_MINUTES = 24 * 60


class DraftForm(forms.Form):
    starts_on = forms.DateField(label=gettext_lazy("First Monday"), widget=DAY)
    weeks = forms.TypedChoiceField(
        label=gettext_lazy("Weeks"), coerce=int, choices=[(n, n) for n in (1, 2, 4, 6, 8)], initial=4
    )
    begins_with = forms.ChoiceField(
        label=gettext_lazy("Begins with"),
        choices=[
            ("nothing", gettext_lazy("Nothing")),
            ("itself", gettext_lazy("What is published for these weeks")),
            ("before", gettext_lazy("The same number of weeks right before")),
            ("week", gettext_lazy("What is published from another Monday on")),
            ("pattern", gettext_lazy("A pattern in which people take turns")),
        ],
    )
    monday = forms.DateField(label=gettext_lazy("The other Monday"), widget=DAY, required=False)
    turns = forms.CharField(
        label=gettext_lazy("The pattern"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "A line for each week: seven letters of shifts from Monday on, “-” for a free day, as "
            "“E E E E E - -”. Each person begins a line further down than the one before."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, templates: Sequence[ShiftTemplate] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_letter = {one.letter.casefold(): one for one in templates}
        self.pattern: list[list[ShiftTemplate | None]] = []

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        monday, how = said.get("monday"), said.get("begins_with")
        if how == "week" and (monday is None or monday != monday_of(monday)):
            self.add_error("monday", _("A roster begins on a Monday."))
        if how == "pattern":
            try:
                self.pattern = read_turns(said.get("turns", ""), self.by_letter)
            except ValidationError as error:
                self.add_error("turns", error)
        return said

    def clean_starts_on(self) -> datetime.date:
        day = self.cleaned_data["starts_on"]
        if day != monday_of(day):
            raise ValidationError(_("A roster begins on a Monday."))
        return day

    def copies(self) -> datetime.date | None:
        """The Monday to copy from."""
        day, said = self.cleaned_data["starts_on"], self.cleaned_data["begins_with"]
        before = day - datetime.timedelta(weeks=self.cleaned_data["weeks"])
        of = {"itself": day, "before": before, "week": self.cleaned_data.get("monday")}
        return of.get(said)


class ShiftForm(forms.Form):
    user = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Who"), required=False, empty_label=gettext_lazy("Nobody yet")
    )
    starts_at = forms.DateTimeField(label=gettext_lazy("From"), widget=MOMENT)
    ends_at = forms.DateTimeField(label=gettext_lazy("Until"), widget=MOMENT)
    parts = forms.CharField(
        label=gettext_lazy("Breaks and other work"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line, as “11:00–11:30 break”. Words: tickets, phone, chat, training, meeting, break."
        ),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, team: Team, shift: DraftShift, zone: ZoneInfo, **kwargs: Any) -> None:
        start = shift.starts_at.astimezone(zone)
        kwargs["initial"] = {
            "user": shift.user_id,
            "starts_at": start.replace(tzinfo=None),
            "ends_at": shift.ends_at.astimezone(zone).replace(tzinfo=None),
            "parts": parts_typed(shift.parts, start),
            "note": shift.note,
        }
        super().__init__(*args, **kwargs)
        self.zone = zone
        members = Q(memberships__team=team, is_active=True)
        chosen = self.fields["user"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = User.objects.filter(members | Q(pk=shift.user_id)).distinct().order_by("full_name")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, end = said.get("starts_at"), said.get("ends_at")
        if not start or not end:
            return said
        # The clock of the roster, whatever the reader's own is.
        said["starts_at"], said["ends_at"] = (
            at.replace(tzinfo=self.zone).astimezone(datetime.UTC) for at in (start, end)
        )
        if said["ends_at"] <= said["starts_at"]:
            self.add_error("ends_at", _("A shift ends after it starts."))
            return said
        try:
            said["parts"] = read_parts(said.get("parts", ""), start)
            check_parts(said["parts"], int((said["ends_at"] - said["starts_at"]).total_seconds()) // 60)
        except ValidationError as error:
            self.add_error("parts", error)
        return said


class TemplateForm(forms.ModelForm):
    parts_said = forms.CharField(
        label=gettext_lazy("Breaks and other work"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line, as “11:00–11:30 break”. Words: tickets, phone, chat, training, meeting, break."
        ),
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours, breaks included"),
        min_value=0.25,
        max_value=24,
        max_digits=4,
        decimal_places=2,
    )

    class Meta:
        model = ShiftTemplate
        fields = ("name", "letter", "starts", "hours", "parts_said", "colour", "team")
        widgets = {"starts": TIME}

    def __init__(self, *args: Any, teams: Any, whole_desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["team"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset, chosen.required = teams, not whole_desk
        chosen.empty_label = str(_("Every team")) if whole_desk else None
        self.fields["colour"] = forms.TypedChoiceField(
            label=_("Colour"),
            coerce=int,
            choices=[(n, n) for n in range(1, 9)],
            initial=1,
            widget=forms.RadioSelect,
        )
        if self.instance.pk:
            start = datetime.datetime.combine(datetime.date(2000, 1, 3), self.instance.starts)
            self.initial["parts_said"] = parts_typed(self.instance.parts, start)
            self.initial["hours"] = self.instance.minutes / 60

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        starts, hours = said.get("starts"), said.get("hours")
        if starts is None or hours is None:
            return said
        self.instance.minutes = int(hours * 60)
        try:
            start = datetime.datetime.combine(datetime.date(2000, 1, 3), starts)
            self.instance.parts = read_parts(said.get("parts_said", ""), start)
            check_parts(self.instance.parts, self.instance.minutes)
        except ValidationError as error:
            self.add_error("parts_said", error)
        return said


class OnCallForm(forms.ModelForm):
    class Meta:
        model = OnCall
        fields = ("user", "skill", "starts_at", "ends_at", "order")
        widgets = {"starts_at": MOMENT, "ends_at": MOMENT}
        labels = {
            "user": gettext_lazy("Who"),
            "skill": gettext_lazy("For"),
            "starts_at": gettext_lazy("From"),
            "ends_at": gettext_lazy("Until"),
        }

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("user", User.objects.filter(is_active=True, memberships__team=team).order_by("full_name")),
            ("skill", Skill.objects.filter(active=True)),
        ):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ModelChoiceField)
            chosen.queryset = rows
            chosen.empty_label = str(_("Whatever comes")) if name == "skill" else "—"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, end = said.get("starts_at"), said.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("It ends after it begins."))
        return said


def read_parts(text: str, start: datetime.datetime) -> list[dict[str, Any]]:
    """Lines as they are typed, by the clock on which the shift starts at `start`. ValidationError says which
    line is none.
    """
    found = []
    begin = start.hour * 60 + start.minute
    for line in filter(str.strip, text.splitlines()):
        read = _PART.match(line)
        kind = _kind(read[5]) if read else None
        if read is None or kind is None or int(read[1]) > 24 or int(read[3]) > 24:
            raise ValidationError(
                _("“%(line)s” is not like “11:00–11:30 break”.") % {"line": line.strip()[:60]}
            )
        since = (int(read[1]) * 60 + int(read[2]) - begin) % DAY_MINUTES
        length = (int(read[3]) * 60 + int(read[4]) - int(read[1]) * 60 - int(read[2])) % DAY_MINUTES
        found.append({"from": since, "minutes": length, "kind": kind})
    return sorted(found, key=lambda part: part["from"])


def parts_typed(parts: list[dict[str, Any]], start: datetime.datetime) -> str:
    """The same the other way round."""
    lines = []
    for part in parts:
        since = start + datetime.timedelta(minutes=part["from"])
        until = since + datetime.timedelta(minutes=part["minutes"])
        lines.append(f"{since:%H:%M}–{until:%H:%M} {part['kind']}")
    return "\n".join(lines)


def read_turns(text: str, by_letter: Mapping[str, ShiftTemplate]) -> list[list[ShiftTemplate | None]]:
    """A line for each week. ValidationError names the line that is none."""
    weeks = []
    for line in filter(str.strip, text.splitlines()):
        letters = line.split()
        days = [None if one in ("-", "–") else by_letter.get(one.casefold(), one) for one in letters]
        unknown = [one for one in days if isinstance(one, str)]
        if unknown or len(days) != 7:
            raise ValidationError(
                _("“%(line)s” is no week: write seven letters of shifts, “-” for a free day.")
                % {"line": line.strip()[:60]}
            )
        weeks.append([one for one in days if not isinstance(one, str)])
    if not weeks:
        raise ValidationError(_("Write a line for at least one week."))
    return weeks


def _kind(word: str) -> str | None:
    """By its English word or by the reader's own."""
    known = {value: value for value in Activity.values} | {
        str(label).casefold(): value for value, label in Activity.choices
    }
    return known.get(word.casefold())
