"""Browsers that show somebody's notices: turned on, tried, and turned off."""

from django.db import transaction

from lib import database_clock
from lib.hints import hint
from notices.models import Device, Push
from notices.sealing import Address
from staff.models import User

MOST = 10
PUSH = "notices.tasks.push_to"


class TooMany(ValueError):
    """Somebody has as many browsers as one may have."""


@transaction.atomic
def turn_on(address: Address, *, by: User, name: str, instead_of: int | None = None) -> Device:
    """This browser is theirs now, whosever it was. `instead_of`: what it was to us before."""
    User.objects.select_for_update().get(pk=by.pk)
    others = Device.objects.filter(user=by).exclude(endpoint=address.endpoint)
    others.filter(pk=instead_of).delete()
    if others.count() >= MOST:
        raise TooMany
    # What was meant for somebody else must not come out here.
    Device.objects.filter(endpoint=address.endpoint).exclude(user=by).delete()
    device, _new = Device.objects.update_or_create(
        endpoint=address.endpoint,
        defaults={"user": by, "name": name, "p256dh": address.p256dh, "auth": address.auth, "problem": ""},
        create_defaults={
            "user": by, "name": name, "p256dh": address.p256dh, "auth": address.auth,
            "created_at": database_clock.now(),
        },
    )  # fmt: skip
    return device


def turn_off(device: Device, *, by: User) -> None:
    """Their own; what waits for it is forgotten."""
    Device.objects.filter(pk=device.pk, user=by).delete()


def try_out(device: Device, *, by: User) -> Push:
    """A message without a notice, on the way that all of them go."""
    now = database_clock.now()
    push = Push.objects.create(device=Device.objects.get(pk=device.pk, user=by), created_at=now, due_at=now)
    transaction.on_commit(lambda: hint(PUSH, device.pk))
    return push
