"""The door: a notice for the person it was told to. Anybody else's is not found."""

from django.http import Http404

from notices.models import Device, Notice
from staff.models import User


def notices_for(user: User):
    """Their own, newest first; none for the inactive."""
    return Notice.objects.filter(recipient=user).order_by("-pk") if user.is_active else Notice.objects.none()


def notice_for(user: User, pk: int) -> Notice:
    notice = notices_for(user).filter(pk=pk).first()
    if notice is None:
        raise Http404("no such notice for you")
    return notice


def devices_for(user: User):
    return Device.objects.filter(user=user) if user.is_active else Device.objects.none()


def device_for(user: User, pk: int) -> Device:
    device = devices_for(user).filter(pk=pk).first()
    if device is None:
        raise Http404("no such browser of yours")
    return device
