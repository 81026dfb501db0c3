"""How a mailbox treats who writes to it. Called through mail.actions."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mail.choices import Colleagues, Copies, ThirdParty
from mail.models import Mailbox
from staff.models import User
from tickets.actors import require


def set_manners(
    box: Mailbox,
    *,
    by: User | None,
    plus_addressing: bool = True,
    third_party: str = ThirdParty.PENDING,
    same_organisation: bool = True,
    colleagues: str = Colleagues.NOTE,
    copies: str = Copies.ONE,
    authserv_id: str = "",
) -> Mailbox:
    """Who may speak in its tickets, whose word about a sender is believed, and where tokens travel.

    ValidationError is by field. `by` is None on the command line.
    """
    if by is not None:
        require(by, "mailbox.manage")
    authserv_id = authserv_id.strip()
    if any(letter.isspace() or letter == ";" for letter in authserv_id):
        raise ValidationError({"authserv_id": _("The name of a server has no spaces: mx.example.com.")})
    box.plus_addressing, box.same_organisation = plus_addressing, same_organisation
    box.third_party, box.colleagues = ThirdParty(third_party), Colleagues(colleagues)
    box.copies, box.authserv_id = Copies(copies), authserv_id
    box.save(
        update_fields=[
            *("plus_addressing", "same_organisation", "third_party", "colleagues", "copies", "authserv_id")
        ]
    )
    return box
