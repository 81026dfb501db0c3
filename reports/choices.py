"""What is counted of tickets, and by what it can be taken apart."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FactKind(TextChoices):
    """One for each thing that happens to a ticket and is counted (reports.counted.facts)."""

    ARRIVED = "arrived", _("came")
    SOLVED = "solved", _("solved")
    ONE_TOUCH = "one_touch", _("solved with one answer")
    REOPENED = "reopened", _("opened again")
    ANSWERED = "answered", _("answered")
    FIRST_RESPONSE = "first_response", _("first response")
    NEXT_RESPONSE = "next_response", _("next response")
    RESOLUTION = "resolution", _("resolution")
    HANDLED = "handled", _("time spent")
    PROMISED_FIRST = "promised_first", _("promise of a first response")
    PROMISED_NEXT = "promised_next", _("promise of a next response")
    PROMISED_RESOLUTION = "promised_resolution", _("promise of a resolution")
    ASKED = "asked", _("asked how it was")
    RATED = "rated", _("said how it was")
    # From when until when a team had it to do.
    BACKLOG = "backlog", _("to do")
    # The end of that, in day figures alone.
    LEFT = "left", _("done, or gone to another team")


# These end a wait that began so many `seconds` before.
WAITED = (FactKind.FIRST_RESPONSE, FactKind.NEXT_RESPONSE)


class Dimension(TextChoices):
    ALL = "", _("Altogether")
    TEAM = "team", _("Team")
    AGENT = "agent", _("Agent")
    CHANNEL = "channel", _("Channel")
    PRIORITY = "priority", _("Priority")
    LANGUAGE = "language", _("Language")
    ORGANISATION = "organisation", _("Organisation")
    TYPE = "type", pgettext_lazy("of a ticket", "Type")
    TOPIC = "topic", pgettext_lazy("of tickets", "Topic")
    PRODUCT = "product", _("Product")


# A ticket has several values of these, or none: what is counted by them does not add up to all of it.
SEVERAL = frozenset({Dimension.TOPIC, Dimension.PRODUCT})


class Unit(TextChoices):
    COUNT = "count"
    SECONDS = "seconds"
    HOURS = "hours"  # of work, which has no days
    PERCENT = "percent"
    POINTS = "points"


class Statistic(TextChoices):
    COUNT = "count"
    MEDIAN = "median"
    P90 = "p90"
    MEAN = "mean"
    TOTAL = "total"  # their seconds added up
    KEPT = "kept"  # so many of those of this kind were kept
    RATE = "rate"  # so many of this kind for those of another
    LEVEL = "level"  # how many there are at the end of the day
    AGE = "age"  # how old those are, on average
