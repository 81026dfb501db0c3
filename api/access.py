"""Who a request speaks for, and what it may ask."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.actions import PREFIX, digest_of, note_use
from api.models import Key
from lib import through
from lib.throttle import wait_as, wait_for
from staff.models import User


class ByKey(BaseAuthentication):
    """`Authorization: Bearer desk_…`. A session of the browser opens nothing here: no forgery to fear."""

    def authenticate(self, request: Request) -> tuple[User, Key] | None:
        kind, _sign, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        key = live_key(secret.strip())
        if key is None:
            if seconds := wait_for(request._request, "api_refused"):
                raise Throttled(seconds)
            raise AuthenticationFailed("This key is unknown, revoked or expired.")
        if seconds := wait_as(request._request, "api", f"key {key.pk}"):
            raise Throttled(seconds)
        note_use(key, timezone.now())
        through.say("api", key.pk)
        return key.owner, key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class InScope(BasePermission):
    """Denied unless the view names a scope for the method, and the key has it."""

    message = "This key may not be used for that."

    def has_permission(self, request: Request, view: Any) -> bool:
        scope = getattr(view, "scopes", {}).get(request.method)
        return isinstance(request.auth, Key) and scope in request.auth.scopes and request.user.may("api.use")


def live_key(secret: str) -> Key | None:
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    live = Key.objects.filter(revoked_at=None, expires_at__gt=timezone.now(), owner__is_active=True)
    return live.select_related("owner").filter(digest=digest_of(secret)).first()


def key_for(user: User, key_id: int) -> Key:
    """One of their own. Http404 otherwise."""
    key = Key.objects.filter(owner=user, pk=key_id).first()
    if key is None:
        raise Http404("no such key of yours")
    return key
