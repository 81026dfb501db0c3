"""The one registry of figures: what each is called, how it is defined, and from which facts it comes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.choices import FactKind, Statistic, Unit


@dataclass(frozen=True, slots=True)
class Measure:
    """`kind` is what is counted, `of` what a rate is held against. `better` is "up", "down", or "" where more
    is neither. `formula` is for docs/metrics.md.
    """

    key: str
    name: Promise
    about: Promise
    group: str
    kind: FactKind
    statistic: Statistic
    unit: Unit = Unit.COUNT
    of: FactKind | None = None
    better: str = ""
    formula: str = ""


GROUPS: Mapping[str, Promise] = {
    "work": _("How much comes"),
    "speed": _("How fast"),
    "effort": _("How much work it is"),
    "promises": _("Promises kept"),
    "quality": _("How well"),
}

_ALL = (
    Measure(
        "arrivals", _("Tickets that came"),
        _("Counted when the customer's words reached us. A ticket that was merged counts where it went."),
        "work", FactKind.ARRIVED, Statistic.COUNT, formula="number of `arrived`",
    ),
    Measure(
        "solved", _("Tickets solved"),
        _("Each time that a ticket was solved, for the team and the agent that did it."),
        "work", FactKind.SOLVED, Statistic.COUNT, formula="number of `solved`",
    ),
    Measure(
        "answers", _("Answers sent"),
        _("Public answers of colleagues, without those that were taken back."),
        "work", FactKind.ANSWERED, Statistic.COUNT, formula="number of `answered`",
    ),
    Measure(
        "backlog", _("Tickets to do"),
        _("What was neither solved nor closed when the day ended, for the team that had it."),
        "work", FactKind.BACKLOG, Statistic.LEVEL, better="down",
        formula="number of `backlog` that began by the end of the day, less those that ended by then",
    ),
    Measure(
        "backlog_age", _("Age of what is to do"),
        _("How long on average the team had had it when the day ended."),
        "work", FactKind.BACKLOG, Statistic.AGE, Unit.SECONDS, better="down",
        formula="mean of the end of the day less the beginning of each `backlog` that was open then",
    ),
    Measure(
        "first_response", _("First response, the middle one"),
        _("From the customer's first words to the first answer of a colleague. Half are faster."),
        "speed", FactKind.FIRST_RESPONSE, Statistic.MEDIAN, Unit.SECONDS, better="down",
        formula="median of the seconds of `first_response`",
    ),
    Measure(
        "first_response_p90", _("First response, nine of ten"),
        _("Nine of ten customers had a first answer within this time."),
        "speed", FactKind.FIRST_RESPONSE, Statistic.P90, Unit.SECONDS, better="down",
        formula="90th percentile of the seconds of `first_response`",
    ),
    Measure(
        "next_response", _("Next response, the middle one"),
        _("From the oldest words that nobody had answered to the answer, after the first one."),
        "speed", FactKind.NEXT_RESPONSE, Statistic.MEDIAN, Unit.SECONDS, better="down",
        formula="median of the seconds of `next_response`",
    ),
    Measure(
        "next_response_p90", _("Next response, nine of ten"),
        _("Nine of ten later answers came within this time."),
        "speed", FactKind.NEXT_RESPONSE, Statistic.P90, Unit.SECONDS, better="down",
        formula="90th percentile of the seconds of `next_response`",
    ),
    Measure(
        "resolution", _("Resolution, the middle one"),
        _("From the customer's first words, or from when it was opened again, to solving."),
        "speed", FactKind.RESOLUTION, Statistic.MEDIAN, Unit.SECONDS, better="down",
        formula="median of the seconds of `resolution`",
    ),
    Measure(
        "resolution_p90", _("Resolution, nine of ten"),
        _("Nine of ten tickets were solved within this time."),
        "speed", FactKind.RESOLUTION, Statistic.P90, Unit.SECONDS, better="down",
        formula="90th percentile of the seconds of `resolution`",
    ),
    Measure(
        "handle_time", _("Time spent on a ticket, the middle one"),
        _("What all colleagues worked on a ticket that is done, for the team and the agent that solved it "
          "last. Half take less."),
        "effort", FactKind.HANDLED, Statistic.MEDIAN, Unit.SECONDS,
        formula="median of the seconds of `handled`",
    ),
    Measure(
        "handle_time_mean", _("Time spent on a ticket, on average"),
        _("What all colleagues worked on tickets that are done, shared out over them."),
        "effort", FactKind.HANDLED, Statistic.MEAN, Unit.SECONDS,
        formula="mean of the seconds of `handled`",
    ),
    Measure(
        "handle_hours", _("Hours of work"),
        _("What all colleagues worked on tickets that are done, added up, on the day of the last solving."),
        "effort", FactKind.HANDLED, Statistic.TOTAL, Unit.HOURS,
        formula="sum of the seconds of `handled`, in hours",
    ),
    Measure(
        "kept_first", _("First response in time"),
        _("Promises of a first response that were kept, of those that ended; less what was taken out."),
        "promises", FactKind.PROMISED_FIRST, Statistic.KEPT, Unit.PERCENT, better="up",
        formula="`promised_first` that were kept ÷ number of `promised_first`",
    ),
    Measure(
        "kept_next", _("Next response in time"),
        _("Promises of a next response that were kept, of those that ended."),
        "promises", FactKind.PROMISED_NEXT, Statistic.KEPT, Unit.PERCENT, better="up",
        formula="`promised_next` that were kept ÷ number of `promised_next`",
    ),
    Measure(
        "kept_resolution", _("Solved in time"),
        _("Promises of a resolution that were kept, of those that ended."),
        "promises", FactKind.PROMISED_RESOLUTION, Statistic.KEPT, Unit.PERCENT, better="up",
        formula="`promised_resolution` that were kept ÷ number of `promised_resolution`",
    ),
    Measure(
        "reopened", _("Opened again"),
        _("How often a solved ticket was opened again, for each hundred that were solved in the same time."),
        "quality", FactKind.REOPENED, Statistic.RATE, Unit.PERCENT, of=FactKind.SOLVED, better="down",
        formula="number of `reopened` ÷ number of `solved`",
    ),
    Measure(
        "one_touch", _("Solved with one answer"),
        _("Solved the first time with exactly one answer, and not opened again since."),
        "quality", FactKind.ONE_TOUCH, Statistic.RATE, Unit.PERCENT, of=FactKind.SOLVED, better="up",
        formula="number of `one_touch` ÷ number of `solved`",
    ),
    Measure(
        "satisfaction", _("What customers said"),
        _("Their scores from 1 to 5, on average. The last word of a customer on each solving counts."),
        "quality", FactKind.RATED, Statistic.MEAN, Unit.POINTS, better="up",
        formula="mean of the scores of `rated`",
    ),
    Measure(
        "response_rate", _("Customers who said something"),
        _("Scores that came in, for each hundred customers who were asked in the same time."),
        "quality", FactKind.RATED, Statistic.RATE, Unit.PERCENT, of=FactKind.ASKED,
        formula="number of `rated` ÷ number of `asked`",
    ),
)  # fmt: skip

MEASURES: Mapping[str, Measure] = {measure.key: measure for measure in _ALL}
# The same by opening hours, where seconds are counted from one moment to another.
WORKING = frozenset({FactKind.FIRST_RESPONSE, FactKind.NEXT_RESPONSE, FactKind.RESOLUTION})
