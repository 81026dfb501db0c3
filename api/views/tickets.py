"""Tickets: a list to go through, one of them, a new one."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.dateparse import parse_datetime
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.choices import Scope
from api.sending import open_once
from api.views.base import Address
from staff.models import Team
from tickets.access import tickets_for
from tickets.choices import State
from tickets.models import Ticket

SHOWN, MOST = 50, 200


class Tickets(Address):
    scopes = {"GET": Scope.READ, "POST": Scope.OPEN}

    def get(self, request: Request) -> Response:
        """Newest numbers first; `before` is the `next` of the answer before."""
        asked = request.query_params
        rows = _narrowed(tickets_for(request.user).select_related("team", "assignee", "requester"), request)
        if before := asked.get("before"):
            rows = rows.filter(pk__lt=number_of(before))
        most = min(number_of(asked.get("limit", str(SHOWN))) or 1, MOST)
        found = list(rows.order_by("-pk")[: most + 1])
        shown = found[:most]
        return Response(
            {
                "tickets": [shapes.ticket(row) for row in shown],
                "next": shown[-1].pk if len(found) > most else None,
            }
        )

    def post(self, request: Request) -> Response:
        said = shapes.NewTicket(data=request.data)
        said.is_valid(raise_exception=True)
        data = said.validated_data
        team = Team.objects.filter(slug=data["team"], active=True).first()
        if team is None:
            raise ParseError("There is no such team.")
        ticket, is_new = open_once(request.auth, data, team)
        return Response(shapes.ticket(ticket), status=201 if is_new else 200)


class OneTicket(Address):
    scopes = {"GET": Scope.READ}

    def get(self, request: Request, number: int) -> Response:
        return Response(shapes.ticket(found(request, number)))


def found(request: Request, number: int) -> Ticket:
    """Http404 if it is not for the owner of the key."""
    rows = tickets_for(request.user).select_related("team", "assignee", "requester")
    ticket = rows.filter(pk=number).first()
    if ticket is None:
        raise Http404("no such ticket for you")
    return ticket


def _narrowed(rows: QuerySet[Ticket], request: Request) -> QuerySet[Ticket]:
    asked = request.query_params
    if state := asked.get("state"):
        if state not in State.values:
            raise ParseError("There is no such state.")
        rows = rows.filter(state=state)
    if team := asked.get("team"):
        rows = rows.filter(team__slug=team[:80])
    if email := asked.get("requester"):
        rows = rows.filter(requester__email__iexact=email[:320])
    if assignee := asked.get("assignee"):
        who = {"me": {"assignee": request.user}, "nobody": {"assignee": None}}
        rows = rows.filter(**who.get(assignee, {"assignee__email__iexact": assignee[:320]}))
    if since := asked.get("since"):
        try:
            at = parse_datetime(since)
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise ParseError("`since` is a time with its zone, such as 2026-11-01T08:00:00Z.")
        rows = rows.filter(active_at__gte=at)
    return rows


def number_of(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise ParseError("That is no number.")
    return int(text)
