"""Keys of somebody who leaves: they end with them, and do not come back with them either."""

from django.utils import timezone
from django.utils.translation import ngettext

from api.models import Key
from staff.models import User


def left_behind(user: User) -> list[tuple[str, int]]:
    keys = _live(user).count()
    return [(ngettext("API key ends", "API keys end", keys), keys)] if keys else []


def hand_over(user: User, *, by: User, to: User | None) -> None:
    _live(user).update(revoked_at=timezone.now())


def _live(user: User):
    return Key.objects.filter(owner=user, revoked_at=None, expires_at__gt=timezone.now())
