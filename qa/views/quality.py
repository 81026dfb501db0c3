"""Quality in figures, as far as the reader may see reviews."""

import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from lib.tables import table_answer
from qa import figures
from qa.access import reviews_for
from qa.choices import COUNTED
from qa.figures import Figure
from qa.models import Review
from qa.views.trend import chart_of, weeks_of
from tickets.choices import Channel

OTHER_WAYS = {
    "criterion": figures.by_criterion, "cause": figures.by_cause, "product": figures.by_product,
}  # fmt: skip
SPANS = (28, 91, 182, 364)


@require_safe
def quality(request: HttpRequest) -> HttpResponseBase:
    """`by` tells reviews apart, `days` is how far back, `drawn=0` takes those that were picked by hand as
    well; `as` asks for a table to take away. An agent sees their own.
    """
    if not request.user.may("review.have"):
        raise Http404("not for this reader")
    ways, days = _ways(request), _days(request)
    what = request.GET.get("by", "")
    what = what if what in ways else next(iter(ways))
    drawn = request.GET.get("drawn") != "0"
    reviews = _reviews(request, days, drawn)
    rows = OTHER_WAYS[what](reviews) if what in OTHER_WAYS else figures.by(reviews, what)
    rows = [(_name(what, one), one) for one in rows]
    answer = table_answer(request, _("Quality"), _heads(), (_row(name, one) for name, one in rows))
    if answer:
        return answer
    kept = request.GET.copy()
    kept.pop("as", None)
    weeks = weeks_of(reviews, days)
    context = {
        "here": "reviews", "tab": "quality", "ways": ways, "what": what, "way": ways[what],
        "days": days, "spans": SPANS,
        "drawn": drawn, "rows": rows, "chart": chart_of(weeks), "weeks": [one for one in weeks if one[1]],
        "params": kept.urlencode(),
        "load": figures.load_behind(reviews) if request.user.may("review.give") else None,
        "reviewers": figures.by_reviewer(reviews) if request.user.may("review.manage") else [],
    }  # fmt: skip
    return render(request, "qa/quality.html", context)


def _ways(request: HttpRequest) -> dict[str, str]:
    ways = {
        "criterion": _("Criterion"), "cause": _("Root cause"), "channel": _("Channel"),
        "language": _("Language"), "product": _("Product"), "type": _("Ticket type"),
        "scorecard": _("Scorecard"),
    }  # fmt: skip
    return {"team": _("Team"), "person": _("Colleague"), **ways} if request.user.may("review.give") else ways


def _days(request: HttpRequest) -> int:
    sent = request.GET.get("days", "")
    return int(sent) if sent in {str(days) for days in SPANS} else SPANS[1]


def _reviews(request: HttpRequest, days: int, drawn: bool) -> QuerySet[Review]:
    since = timezone.now() - datetime.timedelta(days=days)
    found = reviews_for(request.user).filter(state__in=COUNTED, given_at__gte=since)
    if not request.user.may("review.give"):
        found = found.filter(person=request.user)
    return found.filter(chance__isnull=False) if drawn else found


def _name(what: str, one: Figure) -> str:
    if what == "channel":
        return str(Channel(one.key).label) if one.key in Channel.values else one.name
    if what == "language":
        return str(dict(settings.LANGUAGES).get(one.key, one.name))
    return one.name or _("None")


def _heads() -> list[str]:
    return [
        _("Name"),
        _("Reviews"),
        _("Mean"),
        pgettext("time", "From"),
        pgettext("time", "To"),
        _("Critical"),
    ]


def _row(name: str, one: Figure) -> list[object]:
    ends = [None if end is None else round(end, 4) for end in (one.low, one.high)]
    return [name, one.reviews, round(one.mean, 4), *ends, one.failed]
