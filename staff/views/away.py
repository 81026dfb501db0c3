"""Whether colleagues can count on somebody now, whatever else says so."""

import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from staff.actions import be_away


@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """`for` is hour, day (until their next midnight) or back."""
    now = timezone.localtime()
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=1)
    choices = {"hour": now + datetime.timedelta(hours=1), "day": tomorrow, "back": None}
    wanted = request.POST.get("for", "")
    if wanted not in choices:
        raise Http404("no such choice")
    be_away(request.user, until=choices[wanted])
    said = _("You are away: nobody is sent to you for backup.") if choices[wanted] else _("You are back.")
    messages.success(request, said)
    back = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(back)
    return redirect("staff:profile")
