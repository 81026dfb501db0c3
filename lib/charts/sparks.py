"""A line as small as a word."""

# ruff: noqa: S308  every text is escaped where it enters the markup

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDE, HIGH, EDGE = 64, 20, 3


def spark(values: Sequence[float | None], *, says: str) -> SafeString | str:
    """From nothing up, so that little looks little. Nothing is drawn of fewer than two values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    most, step = max([*known, 1e-9]), (WIDE - 2 * EDGE) / (len(values) - 1)
    places = [
        (EDGE + n * step, HIGH - EDGE - (HIGH - 2 * EDGE) * value / most)
        for n, value in enumerate(values) if value is not None
    ]  # fmt: skip
    path = " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    x, y = places[-1]
    return mark_safe(
        f'<svg class="chart spark" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{escape(says)}">'
        f'<path class="line quiet" d="M{path}"/><circle class="last" cx="{x:.1f}" cy="{y:.1f}" r="2"/></svg>'
    )
