"""Positions and who stands for them, for programs of those who take part. Each answer is in its log."""

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from api.choices import Scope
from api.models import Key
from api.views.base import Address
from hiring.access import position_for, positions_for
from hiring.actions import note_look
from hiring.choices import Act
from hiring.models import Candidate, Position

SHOWN = 100


class Restricted(Address):
    """Without the scope there is nothing here: a key for other things does not learn that it exists."""

    scopes = {"GET": Scope.HIRING}

    def permission_denied(self, request: Request, message: Any = None, code: Any = None) -> None:
        if isinstance(request.auth, Key):
            raise Http404("not within the scopes of this key")
        super().permission_denied(request, message, code)

    def http_method_not_allowed(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404("only to be read")


class Positions(Restricted):
    def get(self, request: Request) -> Response:
        """Newest first, at most a hundred: those that the owner of the key is named in."""
        rows = list(positions_for(request.user).order_by("-pk")[:SHOWN])
        if not rows and not request.user.may("hiring.work"):
            raise Http404("nothing of theirs")
        for row in rows:
            note_look(row.dossier, by=request.user, page="positions", by_program=True)
        return Response({"positions": [_position(row) for row in rows]})


class Candidates(Restricted):
    def get(self, request: Request, position_id: int) -> Response:
        """Oldest first; `after` is the `next` of the answer before."""
        position = position_for(request.user, position_id)
        after = request.query_params.get("after", "0")
        if not after.isdecimal() or len(after) > 18:
            raise Http404("that is no number")
        rows = position.candidates.exclude(hired_as=request.user).filter(pk__gt=int(after))
        rows = list(rows.select_related("stage").order_by("pk")[: SHOWN + 1])
        shown, more = rows[:SHOWN], len(rows) > SHOWN
        note_look(position.dossier, by=request.user, act=Act.EXPORTED, page="candidates", by_program=True)
        return Response(
            {
                "candidates": [_candidate(row) for row in shown],
                "next": shown[-1].pk if more else None,
            }
        )


def _position(row: Position) -> dict[str, Any]:
    team = row.team.slug if row.team else None
    return {"id": row.pk, "title": row.title, "team": team, "heads": row.heads, "state": row.state}


def _candidate(row: Candidate) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "email": row.email,
        "stage": row.stage.name,
        "meaning": row.stage.meaning,
        "stage_since": row.stage_since.isoformat(),
        "keep_until": row.keep_until.isoformat() if row.keep_until else None,
    }
