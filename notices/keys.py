"""The key by which push services know the desk: from the settings, or made once and kept sealed."""

from django.conf import settings
from django.db import transaction

from lib import database_clock
from lib.sealed import seal, unseal
from notices.models import Device, PushKey
from notices.sealing import new_key, public_of


def private_key() -> str:
    """Unsealable after SECRET_KEY was changed without keeping the old one."""
    if settings.PUSH_KEY:
        return settings.PUSH_KEY
    return unseal(_made().secret)


def public_key() -> str:
    """What browsers are asked to accept; also without the key that opens the private one."""
    return public_of(settings.PUSH_KEY) if settings.PUSH_KEY else _made().public


def _made() -> PushKey:
    """Two that begin at once end with the same one."""
    if kept := PushKey.objects.first():
        return kept
    fresh = new_key()
    PushKey.objects.bulk_create(
        [PushKey(secret=seal(fresh), public=public_of(fresh), created_at=database_clock.now())],
        ignore_conflicts=True,
    )
    return PushKey.objects.get()


@transaction.atomic
def forget_key() -> int:
    """The next is made when it is asked for; browsers that were turned on before are forgotten: how many."""
    PushKey.objects.all().delete()
    browsers = Device.objects.count()
    Device.objects.all().delete()
    return browsers
