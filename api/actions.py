"""Making keys and taking them away."""

import datetime
import hashlib
import secrets
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from api.choices import Scope
from api.models import Key
from lib import database_clock
from staff.models import User
from tickets.actors import require

PREFIX = "desk_"
MOST_KEYS = 20
MOST_DAYS = 366
# Writing each use down would cost a statement for each request.
NOTED_EVERY = datetime.timedelta(minutes=1)


def digest_of(secret: str) -> str:
    """It has 240 bits of chance, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_key(*, by: User, name: str, scopes: Sequence[str], days: int = 90) -> tuple[Key, str]:
    """The key and its secret, which nobody can read again. ValidationError if something is missing."""
    require(by, "api.use")
    name = " ".join(name.split())[:80]
    if not name:
        raise ValidationError(_("Give the key a name that says what uses it."))
    if not scopes or set(scopes) - set(Scope.values):
        raise ValidationError(_("Say what the key may be used for."))
    if not 1 <= days <= MOST_DAYS:
        raise ValidationError(_("A key lives for 1 to %(n)s days."), params={"n": MOST_DAYS})
    now = database_clock.now()
    if by.api_keys.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_KEYS:
        raise ValidationError(_("You have %(n)s keys. Revoke one first."), params={"n": MOST_KEYS})
    secret = PREFIX + secrets.token_urlsafe(30)
    key = Key.objects.create(
        owner=by, name=name, scopes=sorted(set(scopes)), begins=secret[:10], digest=digest_of(secret),
        made_at=now, expires_at=now + datetime.timedelta(days=days),
    )  # fmt: skip
    return key, secret


def revoke_key(key: Key, *, by: User) -> None:
    """Its owner's, or one of anybody whose account somebody manages."""
    if key.owner_id != by.pk:
        require(by, "staff.manage")
    Key.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=database_clock.now())


def note_use(key: Key, now: datetime.datetime) -> None:
    if key.used_at is None or now - key.used_at > NOTED_EVERY:
        Key.objects.filter(pk=key.pk).update(used_at=now)
