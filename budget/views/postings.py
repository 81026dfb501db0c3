"""What was posted, found by centre, kind, month and words; posted by hand; reversed."""

import datetime
from decimal import Decimal
from functools import reduce
from operator import or_

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from budget import actions
from budget.access import centres_for, managed_year, manages, pay_for, posting_for, postings_for, year_for
from budget.choices import PAY, LineKind
from budget.forms import PostingForm, ReverseForm
from budget.models import CostCentre, Posting, Year
from budget.showing import month_name
from budget.sums import MONTHS
from budget.views.planning import FORM
from budget.views.shown import asked, number, numbers, shell
from lib.tables import table_answer
from staff.models import User

PAGE = 50


@require_safe
def postings(request: HttpRequest, year_id: int) -> HttpResponse:
    reader = request.user
    year = year_for(reader, year_id)
    wanted = {name: request.GET.get(name, "").replace("\x00", "").strip()[:200] for name in _FILTERS}
    found = _narrowed(postings_for(reader, year), year, wanted)
    heads = [_("Day"), _("Cost centre"), _("Kind"), _("Amount"), _("What for"), _("Reference"), _("Source")]
    if answer := table_answer(request, f"postings {year.name}", heads, _table(found)):
        return answer
    params = request.GET.copy()
    params.pop("page", None)
    kinds = [one for one in LineKind.choices if manages(reader) or one[0] not in PAY]
    centres, together = list(centres_for(reader)), _sum(found)
    pay = None if manages(reader) else _pay(reader, year, centres, wanted)
    context = shell(
        request, year, "postings", page=Paginator(found, PAGE).get_page(request.GET.get("page")),
        wanted=wanted, centres=centres, kinds=kinds, params=params.urlencode(),
        months=[(n, month) for n, month in enumerate(year.months, start=1)],
        sum=together, narrowed=any(wanted.values()), pay=pay, whole=together + (pay or 0),
        several=_several(year, centres, wanted),
    )  # fmt: skip
    return render(request, "budget/postings.html", context)


_FILTERS = ("centre", "kind", "month", "line", "q")


def _narrowed(found: QuerySet[Posting], year: Year, wanted: dict[str, str]) -> QuerySet[Posting]:
    if centres := numbers(wanted["centre"]):
        found = found.filter(centre__in=centres)
    if wanted["kind"] in LineKind.values:
        found = found.filter(kind=wanted["kind"])
    if (line := number(wanted["line"])) is not None:
        found = found.filter(line=line)
    if months := _months(year, wanted):
        found = found.filter(_in(months))
    for word in wanted["q"].split()[:5]:
        found = found.filter(Q(words__icontains=word) | Q(reference__icontains=word))
    return found


def _months(year: Year, wanted: dict[str, str]) -> list[datetime.date]:
    return [year.months[n - 1] for n in numbers(wanted["month"]) if 1 <= n <= MONTHS]


def _in(months: list[datetime.date]) -> Q:
    return reduce(or_, (Q(day__year=first.year, day__month=first.month) for first in months))


def _sum(found: QuerySet[Posting]) -> int:
    return found.order_by().aggregate(sum=Sum("cents"))["sum"] or 0


def _pay(reader: User, year: Year, centres: list[CostCentre], wanted: dict[str, str]) -> int | None:
    """What stands in the sums of this reader's cost centres and is not listed; None where they look for
    something that is no pay.
    """
    if any(wanted[name] for name in ("kind", "line", "q")):
        return None
    asked = numbers(wanted["centre"])
    found = pay_for(reader, year, [one for one in centres if not asked or one.pk in asked])
    months = _months(year, wanted)
    return _sum(found.filter(_in(months)) if months else found)


def _several(year: Year, centres: list[CostCentre], wanted: dict[str, str]) -> dict[str, str]:
    """What the lists say where an address names several."""
    asked, months = numbers(wanted["centre"]), _months(year, wanted)
    return {
        "centre": ", ".join(one.code for one in centres if one.pk in asked) if len(asked) > 1 else "",
        "month": f"{month_name(min(months))} – {month_name(max(months))}" if len(months) > 1 else "",
    }


def _table(found: QuerySet[Posting]):
    for one in found.iterator(500):
        yield (
            one.day, one.centre.code, one.get_kind_display(), Decimal(one.cents) / 100, one.words,
            one.reference, one.source,
        )  # fmt: skip


@require_http_methods(FORM)
def new(request: HttpRequest, year_id: int) -> HttpResponse:
    year = managed_year(request.user, year_id)
    today = timezone.localdate()
    day = min(max(today, year.starts_on), year.ends_on)
    form = PostingForm(year, request.POST or None, initial={"day": day})

    def act() -> Posting:
        said = dict(form.cleaned_data)
        return actions.post(year, cents=said.pop("amount"), by=request.user, **said)

    def done(posting: Posting) -> HttpResponse:
        messages.success(request, _("Posted."))
        return redirect("budget:postings", year.pk)

    return asked(
        request, form, act, done, title=_("New posting"), back="budget:postings", back_to=year.pk,
        submit=_("Post it"), about=_("What is posted stays. A mistake is reversed and posted anew."),
    )  # fmt: skip


@require_http_methods(FORM)
def reverse(request: HttpRequest, year_id: int, posting_id: int) -> HttpResponse:
    year = managed_year(request.user, year_id)
    one = posting_for(request.user, year, posting_id)
    form = ReverseForm(request.POST or None)

    def done(posting: Posting) -> HttpResponse:
        messages.success(request, _("Reversed. Post it anew if it was right but for a detail."))
        return redirect("budget:postings", year.pk)

    return asked(
        request, form, lambda: actions.reverse(one, by=request.user, words=form.cleaned_data["words"]), done,
        title=_("Reverse a posting"), back="budget:postings", back_to=year.pk, submit=_("Reverse it"),
        posting=one, year=year,
    )  # fmt: skip
