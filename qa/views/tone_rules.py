"""How often people agree with what each rule of the tone monitor says."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from lib.tables import table_answer
from qa.tone_rules import ENOUGH, Ruled, ruled
from qa.tones.trust import FLOOR


@require_safe
def rules(request: HttpRequest) -> HttpResponseBase:
    """Figures of the whole desk, without people. `as` asks for a table to take away."""
    if not request.user.may("review.give"):
        raise Http404("not for this reader")
    rows = ruled()
    answer = table_answer(request, _("Rules of tone"), _heads(), (_row(one) for one in rows))
    context = {
        "here": "reviews",
        "tab": "tone",
        "rows": rows,
        "enough": ENOUGH,
        "floor_percent": round(100 * FLOOR),
    }
    return answer or render(request, "qa/tone_rules.html", context)


def _heads() -> list[str]:
    return [
        _("Rule"), _("Name"), _("Language"), _("Said"), _("Confirmed"), _("Dismissed"), _("Precision"),
        pgettext("time", "From"), pgettext("time", "To"), _("Weight now"), _("Layers"),
    ]  # fmt: skip


def _row(one: Ruled) -> list[object]:
    right = one.precision
    shares = [None] * 3 if right is None else [right.percent, right.low, right.high]
    layers = _("Rules only") if one.rules_only else _("Rules and model")
    counts = [one.said, one.row.confirmed, one.row.dismissed]
    return [one.row.words, one.row.name, one.row.language, *counts, *shares, round(one.weight, 4), layers]
