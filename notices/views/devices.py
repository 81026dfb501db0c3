"""The browsers that show one's notices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from notices import devices, this_browser
from notices.access import device_for
from notices.browsers import name_of
from notices.device_forms import DeviceForm


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """What the browser gave the page (static/js/push.js)."""
    form, back = DeviceForm(request.POST), redirect("notices:wishes")
    if not form.is_valid():
        messages.error(
            request, _("The browser gave an address that the desk cannot use. Nothing was turned on.")
        )
        return back
    name = name_of(request.headers.get("User-Agent", ""))
    try:
        device = devices.turn_on(
            form.address(), by=request.user, name=name, instead_of=this_browser.number(request)
        )
    except devices.TooMany:
        messages.error(request, _("You have %(n)s browsers already. Remove one first.") % {"n": devices.MOST})
        return back
    this_browser.remember(back, device)
    messages.success(request, _("Notices come to this browser now."))
    return back


@require_POST
def remove(request: HttpRequest, device_id: int) -> HttpResponse:
    devices.turn_off(device_for(request.user, device_id), by=request.user)
    messages.success(request, _("No more notices come to that browser."))
    return redirect("notices:wishes")


@require_POST
def try_out(request: HttpRequest, device_id: int) -> HttpResponse:
    devices.try_out(device_for(request.user, device_id), by=request.user)
    messages.success(
        request, _("A notice is on its way to that browser. It should be there in a few seconds.")
    )
    return redirect("notices:wishes")
