"""What every address of the API has in common."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

from api.access import ByKey, InScope
from tickets import actions
from tickets.workflow import MoveRefused


class Address(APIView):
    """`scopes` says which scope each method needs; a method without one is refused."""

    authentication_classes = (ByKey,)
    permission_classes = (InScope,)
    scopes: dict[str, str] = {}

    @classmethod
    def at(cls) -> Any:
        """Open to those who are not signed in: a key is asked for instead."""
        return login_not_required(cls.as_view())

    def handle_exception(self, error: Exception) -> HttpResponse:
        """What the desk refuses, in words and with a status that says of which kind it is."""
        if isinstance(error, actions.StaleReply):
            newer = [message.pk for message in error.newer]
            return _no(status.HTTP_409_CONFLICT, "A newer message has come in.", newer=newer)
        if isinstance(error, actions.MergedAway):
            return _no(status.HTTP_409_CONFLICT, " ".join(error.messages), merged_into=error.into)
        if isinstance(error, MoveRefused):
            return _no(status.HTTP_409_CONFLICT, "The ticket's state does not allow that.")
        if isinstance(error, ValidationError):
            return _no(status.HTTP_400_BAD_REQUEST, " ".join(error.messages))
        if isinstance(error, PermissionDenied):
            return _no(status.HTTP_403_FORBIDDEN, "Your role may not do that.")
        return super().handle_exception(error)


def _no(code: int, detail: str, **more: Any) -> Response:
    return Response({"detail": detail, **more}, status=code)
