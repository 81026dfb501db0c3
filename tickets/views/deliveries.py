"""What a colleague decides about an answer that did not arrive, or may not have."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets import actions
from tickets.access import message_for
from tickets.delivery import AGAIN, ARRIVED
from tickets.views.shown import changed, refused


@require_POST
def delivery(request: HttpRequest, message_id: int) -> HttpResponse:
    message = message_for(request.user, message_id)
    choice = request.POST.get("choice", "")
    number = message.ticket_id
    try:
        if choice == AGAIN:
            actions.send_again(message, by=request.user)
            said = _("The answer is sent again.")
        elif choice == ARRIVED:
            actions.say_it_arrived(message, by=request.user)
            said = _("Noted: it arrived.")
        else:
            raise Http404("no such choice")
    except actions.NothingToDecide:
        return refused(request, number, _("There is nothing to decide about it any more."))
    except PermissionDenied:
        return refused(request, number, _("Your role may not do that."))
    return changed(request, number, said, about={message.pk})
