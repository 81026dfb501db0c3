"""What customers were asked and said, as far as the owner of the key reads it."""

from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.choices import Scope
from api.views.base import Address
from api.views.tickets import MOST, SHOWN, number_of
from tickets.access import numbers_for, surveys_for


class Surveys(Address):
    scopes = {"GET": Scope.READ}

    def get(self, request: Request) -> Response:
        """Newest first; `before` is the `next` of the answer before."""
        rows = surveys_for(request.user).select_related("team", "solver")
        if before := request.query_params.get("before"):
            rows = rows.filter(pk__lt=number_of(before))
        if team := request.query_params.get("team"):
            rows = rows.filter(team__slug=team[:80])
        most = min(number_of(request.query_params.get("limit", str(SHOWN))) or 1, MOST)
        found = list(rows.order_by("-pk")[: most + 1])
        shown = found[:most]
        seen = numbers_for(request.user, [row.ticket_id for row in shown])
        more = shown[-1].pk if len(found) > most else None
        return Response({"surveys": [shapes.survey(row, seen=seen) for row in shown], "next": more})
