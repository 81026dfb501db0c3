"""What happens elsewhere and is heard here."""

from django.http import HttpRequest

from notices.devices import turn_off
from notices.models import Device
from notices.this_browser import number


def on_sign_out(request: HttpRequest) -> None:
    """Who signs out of a browser leaves nothing of theirs behind in it: others may sit there next."""
    device = Device.objects.filter(pk=number(request), user=request.user.pk).first()
    if device is not None:
        turn_off(device, by=request.user)
