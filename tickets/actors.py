"""Who can do things to a ticket: a colleague, a customer, or the desk itself."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from customers.models import Contact
from staff.models import User


@dataclass(frozen=True)
class Desk:
    """The desk acting by itself; `source` says which part of it: mail, timers, upkeep, seed …"""

    source: str


Actor = User | Contact | Desk


def require(by: Actor, permission: str) -> None:
    """PermissionDenied if this colleague's role does not have the permission, or if a customer tries
    staff's work.

    The desk itself may do everything: nobody outside can speak as it.
    """
    if isinstance(by, Desk) or (isinstance(by, User) and by.may(permission)):
        return
    raise PermissionDenied(permission)
