"""Is the mail well? For those who run the desk."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mail.health import findings, for_reader
from mail.standing import standings


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    if not request.user.may("mail.health"):
        raise Http404("mail.health")
    now = timezone.now()
    boxes = standings(now)
    found = for_reader(request.user, findings(now, boxes))
    template = "mail/_health.html" if request.htmx else "mail/health.html"
    return render(
        request,
        template,
        {
            "here": "mail-health",
            "now": now,
            "findings": found,
            "standings": boxes,
            "red": sum(one.look == "bad" for one in found),
            "may_manage": request.user.may("mailbox.manage"),
        },
    )
