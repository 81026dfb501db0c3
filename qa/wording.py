"""Names of what made an answer worth looking at."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

REASONS = {
    "breach": _("promise missed"),
    "reopened": _("reopened afterwards"),
    "backup": _("asked for backup"),
    "trainee": _("answers are supervised"),
    "overload": _("overloaded while writing"),
    "tone": _("tone"),
    "guideline": _("a guideline was new"),
    "csat": _("customer not satisfied"),
}


def reasons_said(names: Iterable[str]) -> list[str]:
    return [str(REASONS.get(name, name)) for name in names]
