"""The two ways out for what a third party wrote to a ticket."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from mail import third_parties
from tickets.access import message_for
from tickets.actions import NotPending


@require_POST
def decide(request: HttpRequest, message_id: int) -> HttpResponse:
    """`choice` is admit or part; then the ticket's page, fresh."""
    message = message_for(request.user, message_id)
    number = message.ticket_id
    try:
        if request.POST.get("choice") == "admit":
            third_parties.admit(message, by=request.user)
            messages.success(request, _("Added: the customer sees it, and its writer takes part."))
        elif request.POST.get("choice") == "part":
            number = third_parties.part(message, by=request.user).pk
            messages.success(request, _("Moved to ticket #%(number)s.") % {"number": number})
        else:
            raise Http404("no such choice")
    except NotPending:
        messages.warning(request, _("Somebody else was quicker: this mail is decided."))
    except PermissionDenied:
        messages.error(request, _("Your role may not do that."))
    url = reverse("tickets:ticket", args=[number])
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


@require_safe
def why(request: HttpRequest, message_id: int) -> HttpResponse:
    """From a message of a ticket to the explanation of the mail that it came in."""
    mail = message_for(request.user, message_id).mails.defer("content").order_by("pk").first()
    if mail is None:
        raise Http404("no mail behind this message")
    return redirect("mail:explain", mail.pk)
