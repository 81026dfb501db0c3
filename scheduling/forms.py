"""The form of opening hours."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lib.zones import known_zones
from scheduling.choices import ADOPTION
from scheduling.feeds import MAX_TEXT
from scheduling.hours import WEEKDAYS
from scheduling.public_holidays import UnknownRegion, countries
from scheduling.written import Source, Wrong
from staff.models import Team

ZONES = [
    *sorted(zone for zone in known_zones() if "/" in zone and not zone.startswith("Etc/")),
    "UTC",
]

SAYS = {
    "interval": _("“%(text)s” is no time of opening. Write it as 09:00-17:00, several with commas."),
    "overlap": _("Two times of %(text)s overlap. Join them into one."),
    "zone": _("“%(text)s” is not a time zone. Choose one from the list, such as Europe/Tallinn."),
    "date": _("“%(text)s” does not begin with a date. Write it as 2026-12-24, or 12-24 for every year."),
    "span": _("“%(text)s” is no span of days. It ends after it begins, within three months."),
    "many": _("These are more than 500 special days. Keep those that are still to come."),
    "feed_huge": _("The feed is larger than 256 KB. Export only the years that are still to come."),
    "feed_many": _("Line %(line)s: these are more than 1000 events. Export only those that are to come."),
    "feed_days": _("The feed closes more than 500 days of these years. Export only holidays."),
    "feed_none": _("Line %(line)s: this is no iCal file with events. It begins with BEGIN:VCALENDAR."),
    "feed_nested": _("Line %(line)s: this event has no end before the next begins, or the file does."),
    "feed_start": _("Line %(line)s: this event has no beginning (DTSTART) that can be read."),
    "feed_end": _("Line %(line)s: this event ends before it begins, or in another manner than it begins."),
    "feed_value": _("Line %(line)s cannot be read: %(text)s"),
    "feed_long": _("Line %(line)s: “%(text)s” lasts longer than three months."),
    "feed_rule": _("Line %(line)s: only what comes again every year can be read, not “%(text)s”."),
    "never": _("With these hours the desk never opens. Give a weekday an opening and a closing time."),
}


class CalendarForm(forms.Form):
    """Monday to Sunday are fields of their own, so that an error stands beside its day."""

    name = forms.CharField(label=_("Name"), max_length=80)
    tz = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
    )
    country = forms.ChoiceField(
        label=_("Public holidays of"),
        required=False,
        choices=lambda: [("", gettext("No country")), *countries()],
    )
    region = forms.CharField(label=_("Region"), max_length=60, required=False)
    days = forms.CharField(
        label=_("Special days"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "mono"}),
        help_text=_(
            "One a line: a date, the hours if it is open then, and why. Without a year it comes every year."
        ),
    )
    feed_file = forms.FileField(
        label=_("Closed days from an iCal file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("Every event in it closes the desk. It takes the place of the one before."),
    )
    feed = forms.CharField(
        label=_("The feed as text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "class": "mono"}),
        help_text=_("Paste it here, or empty this to do without. Nothing is fetched from anywhere."),
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.filter(active=True),
        label=_("Teams"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A team has one calendar; chosen here, it leaves its other. Without one it is open day and night."
        ),
    )
    adopt = forms.ChoiceField(
        label=_("Who goes by what changed"),
        choices=ADOPTION,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "From now on: time that was counted stays counted. As if it had always held: what is open is"
            " counted anew, and what was late may turn out not to have been."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, day in enumerate(WEEKDAYS):
            self.fields[day] = forms.CharField(
                label=_capital(number),
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"placeholder": _("closed"), "autocomplete": "off"}),
            )

    @property
    def week(self) -> list[forms.BoundField]:
        return [self[day] for day in WEEKDAYS]

    def clean(self) -> dict[str, Any]:
        """A file takes the place of the text."""
        said = super().clean()
        file = said.get("feed_file")
        if file and file.size > 4 * MAX_TEXT:
            self.add_error("feed_file", SAYS["feed_huge"])
        elif file:
            said["feed"] = file.read().decode("utf-8", "replace")
        said["feed"] = said.get("feed", "").replace("\r\n", "\n").replace("\x00", "")
        return said

    def source(self) -> Source:
        said = self.cleaned_data
        return Source(
            tz=said["tz"].strip(),
            week=tuple(said[day] for day in WEEKDAYS),
            days=said["days"],
            feed=said["feed"],
            country=said["country"],
            region=said["region"] if said["country"] else "",
        )

    def refuse(self, error: Exception) -> None:
        """Put what the hours were refused for beside the field it is about."""
        if isinstance(error, UnknownRegion):
            self.add_error(
                "region",
                gettext("This country has no such region. It has: %(names)s.")
                % {"names": ", ".join(error.known) or "–"},
            )
        elif isinstance(error, Wrong):
            text = error.text
            if error.field in WEEKDAYS and error.code == "overlap":
                text = str(DAY_NAMES[WEEKDAYS.index(error.field)])
            said = SAYS[error.code] % {"text": text, "line": error.line}
            self.add_error(self._beside(error.field), said)

    def _beside(self, field: str) -> str | None:
        if field == "feed" and self.cleaned_data.get("feed_file"):
            return "feed_file"
        return None if field == "hours" else field


def _capital(number: int) -> Any:
    return lazy(lambda: capfirst(DAY_NAMES[number]), str)()


def form_of(source: Source) -> dict[str, Any]:
    """What the fields hold for hours that exist."""
    return {
        "tz": source.tz,
        "country": source.country,
        "region": source.region,
        "days": source.days,
        "feed": source.feed,
        **dict(zip(WEEKDAYS, source.week, strict=True)),
    }
