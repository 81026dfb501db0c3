"""Words about money."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class YearState(TextChoices):
    DRAFT = "draft", pgettext_lazy("budget", "Draft")
    APPROVED = "approved", pgettext_lazy("budget", "Approved")
    CLOSED = "closed", pgettext_lazy("budget", "Closed")


class LineKind(TextChoices):
    PEOPLE = "people", _("People")
    OVERTIME = "overtime", _("Overtime")
    TOOLS = "tools", _("Tools")
    TRAINING = "training", _("Training")
    VENDORS = "vendors", _("Vendors")
    OTHER = "other", _("Other")


# What somebody earns can be read from these.
PAY = frozenset({LineKind.PEOPLE, LineKind.OVERTIME})


class Done(TextChoices):
    """What happened to a year; a line of its history."""

    YEAR_MADE = "year_made", _("year made")
    YEAR_CHANGED = "year_changed", _("year changed")
    APPROVED = "approved", _("plan approved")
    REPLANNED = "replanned", _("new plan begun")
    DROPPED = "dropped", _("new plan dropped")
    CLOSED = "closed", _("year closed")
    LINE_MADE = "line_made", _("line made")
    LINE_CHANGED = "line_changed", _("line changed")
    LINE_REMOVED = "line_removed", _("line removed")
    COMMITTED = "committed", _("commitment made")
    RELEASED = "released", _("commitment ended")
    EXPLAINED = "explained", _("variance explained")
