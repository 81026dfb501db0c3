"""What the tone monitor found, for people to judge; and for agents what was confirmed of theirs."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lib import database_clock
from lib.pages import page_of
from lib.tables import table_answer
from qa import actions
from qa.access import (
    reviewable_by,
    tone_finding_for,
    tone_finding_to_judge,
    tone_findings_for,
    tone_findings_to_judge,
    tone_sides,
)
from qa.choices import Heard, Kind, Verdict
from qa.conversation import conversation_of
from qa.forms import SettleToneForm, ToneDisputeForm
from qa.models import Dispute, ToneFinding
from qa.models.tone import ToneFindingQuerySet
from qa.queries import tone_to_settle
from qa.steps import PERSON, dispute_until, open_steps, shut
from qa.tone_filter import DISPUTED, ToneFilter
from qa.tone_words import HINTS
from qa.tones.trust import FLOOR
from tickets.access import tickets_for

PAGE = 25
AT_ONCE = 2000
# What stands in a table to take away; _heads names the columns.
TAKEN = (
    "message__ticket", "message__author__full_name", "message__ticket__team__name", "kind", "rule__name",
    "rule__language", "certainty", "state", "found_at", "judged_by__full_name", "judged_at", "disputed",
)  # fmt: skip
MINE = "mine"
# While it is disputed, and after a dispute was won, nobody judges it.
HOLDS = (Verdict.OPEN, Verdict.ACCEPTED)
LAST_DISPUTE = Dispute.objects.filter(tone=OuterRef("pk")).order_by("-number").values("verdict")[:1]


@require_safe
def findings(request: HttpRequest) -> HttpResponseBase:
    """`state` is a shelf; `as` asks for a table to take away; `done` is what was judged a moment ago."""
    reader = request.user
    if not reader.may("review.have"):
        raise Http404("not for this reader")
    judges = reader.may("review.give")
    chosen = ToneFilter(reader, request.GET)
    mine = not judges or request.GET.get("state") == MINE
    found = _own(reader) if mine else _waiting(chosen, tone_findings_to_judge(reader))
    found = found.annotate(disputed=Subquery(LAST_DISPUTE))
    answer = table_answer(request, _("Tone"), _heads(), _rows(found))
    if answer:
        actions.note_looks(found, by=reader)
        return answer
    kept = request.GET.copy()
    for name in ("page", "done"):
        kept.pop(name, None)
    context = {
        "here": "reviews", "tab": "tone", "judges": judges, "mine": mine, "filter": chosen,
        "page": page_of(found, PAGE, request.GET.get("page")), "params": kept.urlencode(),
        "done": None if mine else _done(request), "floor": FLOOR,
        "settle": tone_to_settle(reader).count() if judges else 0, "shows_disputed": chosen.shown == DISPUTED,
    }  # fmt: skip
    return render(request, "qa/tone.html", context)


@require_safe
def finding(request: HttpRequest, number: int) -> HttpResponse:
    return show(request, tone_finding_for(request.user, number))


def show(request: HttpRequest, one: ToneFinding, status: int = 200, **given: Any) -> HttpResponse:
    """In the conversation, if they may still see the ticket; else the answer alone. Whichever way it is
    opened, it is written down who looked.
    """
    actions.note_look(one, by=request.user)
    mine, standing = tone_sides(request.user, one), one.standing
    now = timezone.now()
    is_own, steps = PERSON in mine, open_steps(standing, mine, now)
    said = conversation_of(one.message, {one.message_id: [one]})
    if not tickets_for(request.user).filter(pk=one.message.ticket_id).exists():
        said = [each for each in said if each.is_it]
    may_review = reviewable_by(request.user, at=database_clock.now()).filter(pk=one.message_id).exists()
    disputes = [*one.disputes.all()]
    context = {
        "here": "reviews", "tab": "tone", "one": one, "said": said, "is_own": is_own, "steps": steps,
        "looks": one.looks.select_related("reader")[:20] if is_own else [], "may_review": may_review,
        "floor": FLOOR, "disputes": disputes, "until": dispute_until(standing) if is_own else None,
        "shut": shut(standing, mine, now),
        "may_judge": not is_own and not any(each.verdict in HOLDS for each in disputes),
        "dispute_form": ToneDisputeForm() if "dispute" in steps else None,
        "settle_form": SettleToneForm() if "settle" in steps else None, **given,
    }  # fmt: skip
    return render(request, "qa/tone_finding.html", context, status=status)


@require_POST
def judge(request: HttpRequest, number: int) -> HttpResponse:
    """`do` is the verdict, `filters` how the list was narrowed; from the page of the finding without it."""
    one = tone_finding_to_judge(request.user, number)
    try:
        actions.judge(one, verdict=request.POST.get("do", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if "filters" not in request.POST:
        return redirect("qa:tone_finding", one.pk)
    back = QueryDict(request.POST["filters"], mutable=True)
    back["done"] = str(one.pk)
    return redirect(f"{reverse('qa:tone')}?{back.urlencode()}")


def _own(reader) -> ToneFindingQuerySet:
    own = tone_findings_for(reader).filter(message__author=reader)
    return own.for_rows().by_certainty().order_by("-judged_at", "-pk")


def _waiting(chosen: ToneFilter, found: ToneFindingQuerySet) -> ToneFindingQuerySet:
    found = chosen.narrow(found).for_rows().by_certainty()
    return found if chosen.shown == Heard.OPEN else found.order_by("-found_at", "-pk")


def _done(request: HttpRequest) -> ToneFinding | None:
    """What they judged last, as long as they may take it back."""
    sent = request.GET.get("done", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 16):
        return None
    judged = tone_findings_to_judge(request.user).filter(judged_by=request.user, pk=int(sent))
    return judged.select_related("rule").first()


def _heads() -> list[str]:
    return [
        _("Ticket"), _("Colleague"), _("Team"), _("Kind"), _("Rule"), _("Language"), _("Confidence"),
        _("State"), _("Found"), _("Judged by"), _("Judged"), _("Dispute"),
    ]  # fmt: skip


def _rows(found: ToneFindingQuerySet) -> Iterator[list[object]]:
    """Without the words: a table is taken away, and what is redacted later would stand in it."""
    kinds, states, verdicts = (
        {value: str(label) for value, label in one.choices} for one in (Kind, Heard, Verdict)
    )
    for row in found.values_list(*TAKEN).iterator(chunk_size=AT_ONCE):
        ticket, name, team, kind, rule, language, certainty, state, *rest, verdict = row
        words = str(HINTS.get(rule, rule))
        rest.append(verdicts.get(verdict, ""))
        yield [ticket, name, team, kinds[kind], words, language, round(certainty, 4), states[state], *rest]
