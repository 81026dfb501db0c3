"""The loops as a table to take away: figures alone, nobody's name and nobody's words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qa.looped import Measured, read
from qa.models import Loop
from qa.models.loops import LoopQuerySet

AT_ONCE = 500


def heads() -> list[str]:
    return [
        _("Proposal"), _("Scorecard"), _("State"), _("Opened"), _("Findings"), _("Colleagues"),
        pgettext("loop", "Published"), _("Lessons"), _("Lessons taken"), _("Measured"), _("Effect"),
        pgettext("time", "From"), pgettext("time", "To"), _("Unit"),
    ]  # fmt: skip


def rows(found: LoopQuerySet) -> Iterator[list[object]]:
    for one in found.iterator(chunk_size=AT_ONCE):
        yield [
            one.name, one.scorecard.name if one.scorecard else "", one.get_state_display(), one.opened_at,
            one.findings_n, one.people_n, one.published_at, one.lessons_n, one.done_n, one.measured_at,
            *_effect(one),
        ]  # fmt: skip


def _effect(one: Loop) -> list[object]:
    """Nothing where it is not measured yet, or there were too few."""
    found: Measured | None = read(one.effect) if one.effect else None
    if found is None or found.change is None:
        return [None] * 4
    if one.kind:
        return [*(round(end, 1) for end in found.change), _("of 100 answers")]
    effect = found.effect
    return [effect.points, effect.low_points, effect.high_points, _("percentage points")]
