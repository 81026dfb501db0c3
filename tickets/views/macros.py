"""Macros: the pages where they are made, and what the composer asks for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tickets.access import ticket_for
from tickets.actions import macros as acts
from tickets.forms.macro import MacroForm, form_of
from tickets.macros import PLACE_NAMES, changes_of, led_by, macro_for, macros_for, may_change, preview, usable
from tickets.models import Macro
from tickets.views.moves import number_of

PAGE, OFFERED = 50, 12


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What one may use; what one may change has a way to."""
    _require(request)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = macros_for(request.user)
    if words:
        found = found.filter(name__icontains=words)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    led = led_by(request.user)
    for macro in page:
        macro.follows, macro.is_mine = changes_of(macro), may_change(request.user, macro, led)
    return render(request, "tickets/macros.html", {"here": "macros", "page": page, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _require(request)
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, macro_id: int) -> HttpResponse:
    return _edit(request, macro_for(request.user, macro_id))


def _edit(request: HttpRequest, macro: Macro | None) -> HttpResponse:
    if request.method != "POST":
        return _show(request, macro, MacroForm(request.user, initial=form_of(macro) if macro else {}))
    form = MacroForm(request.user, request.POST)
    if not form.is_valid():
        return _show(request, macro, form, 422)
    try:
        if macro is None:
            macro = acts.make_macro(form.said(), by=request.user)
        else:
            said = {**form.said(), "active": macro.active}
            acts.change_macro(macro, said, by=request.user, seen=form.cleaned_data["seen"])
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, macro, form, 422)
    except acts.StaleMacro:
        form.add_error(None, _("Somebody changed this macro meanwhile. Open it again to see how it reads."))
        return _show(request, macro, form, 409)
    except PermissionDenied:
        form.add_error("whose", _("Your role may not do that."))
        return _show(request, macro, form, 422)
    messages.success(request, _("Macro “%(name)s” is saved.") % {"name": macro.name})
    return redirect("tickets:macros")


def _show(request: HttpRequest, macro: Macro | None, form: MacroForm, status: int = 200) -> HttpResponse:
    context = {
        "here": "macros",
        "macro": macro,
        "form": form,
        "places": [(f"{{{name}}}", words()) for name, words in PLACE_NAMES.items()],
        "changes": macro.changes.select_related("by")[:10] if macro else (),
    }
    return render(request, "tickets/macro.html", context, status=status)


@require_POST
def switch(request: HttpRequest, macro_id: int) -> HttpResponse:
    """`do` is on, off or remove."""
    macro, do = macro_for(request.user, macro_id), request.POST.get("do")
    if do in {"on", "off"}:
        acts.switch_macro(macro, on=do == "on", by=request.user)
        words = _("“%(name)s” is in use.") if do == "on" else _("“%(name)s” is switched off.")
    elif do == "remove":
        acts.remove_macro(macro, by=request.user)
        words = _("“%(name)s” is removed.")
    else:
        raise Http404("no such thing to do")
    messages.success(request, words % {"name": macro.name})
    return redirect("tickets:macros")


@require_safe
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """Options of the list in the composer."""
    ticket_for(request.user, number)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = usable(request.user)
    for word in words.split():
        found = found.filter(name__icontains=word)
    return render(request, "tickets/ticket/_macros.html", {"found": found[:OFFERED]})


@require_safe
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """What the macro would say and change here."""
    ticket = ticket_for(request.user, number)
    macro = usable(request.user).filter(pk=number_of(request.GET.get("macro", ""))).first()
    if macro is None:
        raise Http404("no such macro for you")
    return render(request, "tickets/ticket/_macro.html", {"preview": preview(macro, ticket, request.user)})


def _require(request: HttpRequest) -> None:
    if not request.user.may("macro.make"):
        raise Http404("macro.make")
