"""Thanks, praise and the goals of one's teams. Nothing here counts people."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from suggestions import actions
from suggestions.access import goal_for, goals_for, references_seen, sets_goals_of, thanked_in
from suggestions.actions.reaching import StaleGoal
from suggestions.forms import GoalForm, ProgressForm, ThanksForm
from suggestions.recognition import praise_seen, thanks_seen

PAGE, PRAISE = 30, 10


@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: HttpRequest) -> HttpResponse:
    """`show` is mine, said or praise; what one's teams may read without it."""
    reader = request.user
    if not reader.may("thanks.say"):
        raise Http404("not for this reader")
    if request.method != "POST":
        return _show(request, ThanksForm(reader, initial={"ticket": request.GET.get("ticket", "")[:15]}))
    form = ThanksForm(reader, request.POST)
    if not form.is_valid():
        return _show(request, form, 422)
    try:
        actions.thank(by=reader, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, form, 422)
    messages.success(request, _("They have been told."))
    return redirect("suggestions:thanks")


def _show(request: HttpRequest, form: ThanksForm, status: int = 200) -> HttpResponse:
    reader = request.user
    shelves = {
        "": _("In your teams"),
        "mine": _("To you"),
        "said": _("By you"),
        "praise": _("Praise by customers"),
    }
    show = request.GET.get("show", "")
    show = show if show in shelves else ""
    if show == "praise":
        page = praise_seen(reader, request.GET.get("page"), PAGE)
    else:
        page = Paginator(thanks_seen(reader, show), PAGE).get_page(request.GET.get("page"))
    about = set() if show == "praise" else {str(one.ticket) for one in page if one.ticket}
    context = {
        "here": "suggestions", "form": form, "shelves": shelves, "show": show, "page": page,
        "params": f"show={show}" if show else "", "goals": goals_for(reader), "today": timezone.localdate(),
        "tickets": {int(number) for number in references_seen(reader, "ticket", about)},
        "sets": set(sets_goals_of(reader).values_list("pk", flat=True)),
    }  # fmt: skip
    return render(request, "suggestions/thanks.html", context, status=status)


@require_POST
def share(request: HttpRequest, number: int) -> HttpResponse:
    """`on` is 1 or 0; only whoever was thanked."""
    row = get_object_or_404(thanked_in(request.user).filter(colleague=request.user), pk=number)
    actions.share(row, by=request.user, on=request.POST.get("on") == "1")
    return redirect(f"{request.path.split('thanks/')[0]}thanks/?show=mine")


@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request: HttpRequest) -> HttpResponse:
    if not sets_goals_of(request.user).exists():
        raise Http404("not for this reader")
    form = GoalForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_goal(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("suggestions:thanks")
    status = 422 if form.is_bound else 200
    return render(request, "suggestions/goal.html", {"here": "suggestions", "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest, number: int) -> HttpResponse:
    """How far it is."""
    found = goal_for(request.user, number)
    begun = {"progress": found.progress, "note": found.note, "seen": found.edit}
    form = ProgressForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            after = actions.tell_progress(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except StaleGoal:
            form.add_error(None, _("Somebody changed it meanwhile. Open it again to see how it is now."))
        else:
            if after.reached_at:
                messages.success(request, _("Reached! The team has been told."))
            return redirect("suggestions:thanks")
    context = {"here": "suggestions", "form": form, "goal": found}
    return render(request, "suggestions/goal.html", context, status=422 if form.is_bound else 200)


@require_POST
def drop_goal(request: HttpRequest, number: int) -> HttpResponse:
    found, seen = goal_for(request.user, number), request.POST.get("seen", "")
    try:
        actions.drop_goal(
            found, by=request.user, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else -1
        )
    except (ValidationError, StaleGoal):
        messages.error(request, _("Somebody changed it meanwhile. Open it again to see how it is now."))
    return redirect("suggestions:thanks")
