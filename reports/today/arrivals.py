"""What came by the hour of the day, against the usual: as a chart, as rows and in a sentence."""

import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib.charts import Bar, bars
from reports.today.queries import Hours
from reports.words.showing import one_place


class HourRow(NamedTuple):
    """`link` opens what came in that hour."""

    name: str
    today: int
    usual: str
    link: str


def hour_name(hour: int) -> str:
    return f"{hour:02}:00–{(hour + 1) % 24:02}:00"


def came_at(local: datetime.datetime, hour: int) -> str:
    """The list of what came in this hour of the day."""
    return reverse("tickets:inbox", query={"q": f"created:{local:%Y-%m-%d}T{hour:02}"})


def usual_text(mean: float) -> str:
    return one_place(mean)


def arrivals_chart(hours: Hours, local: datetime.datetime) -> SafeString:
    """Arrivals by hour up to now in the reader's zone, against the usual."""
    marks = [
        Bar(
            value=count,
            usual=usual,
            says=_("%(hour)s: %(count)s, usually %(usual)s")
            % {"hour": hour_name(hour), "count": count, "usual": usual_text(usual)},
            label=f"{hour:02}" if hour % 3 == 0 else "",
            look="full" if hour < local.hour else "",
            link=came_at(local, hour) if count else "",
        )
        for hour, (count, usual) in enumerate(zip(hours.today, hours.usual, strict=True))
    ]
    return bars(
        "arrivals", marks, title=_("Arrivals by hour"), description=in_words(hours, local),
        now=local.hour + local.minute / 60,
    )  # fmt: skip


def in_words(hours: Hours, local: datetime.datetime) -> str:
    """The chart in a sentence or two."""
    so_far = sum(hours.usual[: local.hour]) + hours.usual[local.hour] * local.minute / 60
    text = ngettext("%(n)s ticket has come today", "%(n)s tickets have come today", hours.arrived) % {
        "n": hours.arrived
    }
    text += _("; usually it is %(usual)s by now.") % {"usual": usual_text(so_far)}
    if hours.arrived:
        busiest = max(range(24), key=lambda hour: hours.today[hour])
        text += " " + _("Most came at %(hour)s: %(count)s.") % {
            "hour": hour_name(busiest),
            "count": hours.today[busiest],
        }
    return text


def arrivals_table(hours: Hours, local: datetime.datetime) -> list[HourRow]:
    """What the chart shows, as rows."""
    return [
        HourRow(hour_name(hour), count, usual_text(usual), came_at(local, hour) if count else "")
        for hour, (count, usual) in enumerate(zip(hours.today, hours.usual, strict=True))
    ]
