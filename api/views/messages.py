"""What was said on a ticket, and saying more."""

from django.http import Http404, HttpResponse
from rest_framework.exceptions import ParseError, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.choices import Scope
from api.models import Key
from api.sending import write_once
from api.views.base import Address
from api.views.tickets import found
from customers.queries import contact_by_address
from files.handing_out import attached
from tickets.access import attachment_for, may_write, tickets_for
from tickets.choices import MessageKind
from tickets.models import Ticket
from tickets.queries import end_of

SHOWN = 100


class Messages(Address):
    """Of a ticket that was merged: read where they went, written where they belong."""

    scopes = {"GET": Scope.READ, "POST": Scope.WRITE}

    def get(self, request: Request, number: int) -> Response:
        """Oldest first; `after` is the `next` of the answer before."""
        ticket = found(request, number)
        rows = ticket.messages.exclude(kind=MessageKind.TAKEN_BACK).select_related("author", "contact")
        after = request.query_params.get("after", "0")
        if not after.isdecimal() or len(after) > 18:
            raise ParseError("That is no number.")
        rows = rows.filter(pk__gt=int(after)).defer("html", "search_vector")
        rows = list(rows.prefetch_related("attachments__blob").order_by("pk")[: SHOWN + 1])
        shown = rows[:SHOWN]
        more = shown[-1].pk if len(rows) > SHOWN else None
        return Response({"messages": [shapes.message(row) for row in shown], "next": more})

    def post(self, request: Request, number: int) -> Response:
        ticket = found(request, number)
        said = shapes.NewMessage(data=request.data)
        said.is_valid(raise_exception=True)
        data = said.validated_data
        if data["kind"] == shapes.CUSTOMER:
            _must_have(request, Scope.RECEIVE)
            contact = contact_by_address(data.get("email", "").lower())
            if contact is None or not may_write(contact, ticket):
                raise ParseError("Nobody with this address takes part in the ticket.")
            message, is_new = write_once(request.auth, ticket, data, contact=contact)
        else:
            message, is_new = write_once(request.auth, _end(request, ticket), data)
        if message is None:
            return Response({"waits_for": "approval"}, status=202)
        message.refresh_from_db()
        return Response(shapes.message(message), status=201 if is_new else 200)

    def check_permissions(self, request: Request) -> None:
        """Who only passes on what customers say needs no right to answer them."""
        said = request.data if request.method == "POST" and isinstance(request.auth, Key) else {}
        if isinstance(said, dict) and said.get("kind") == shapes.CUSTOMER:
            return _must_have(request, Scope.RECEIVE)
        return super().check_permissions(request)


class File(Address):
    scopes = {"GET": Scope.READ}

    def get(self, request: Request, file_id: int) -> HttpResponse:
        one = attachment_for(request.user, file_id)
        return attached(one.blob, one.name)


def _must_have(request: Request, scope: str) -> None:
    if scope not in request.auth.scopes or not request.user.may("api.use"):
        raise PermissionDenied("This key may not be used for that.")


def _end(request: Request, ticket: Ticket) -> Ticket:
    """Where an answer goes: to the end of the merges, if the writer may see that."""
    end = end_of(ticket)
    if end.pk != ticket.pk and not tickets_for(request.user).filter(pk=end.pk).exists():
        raise Http404("merged into one that is not for you")
    return end
