"""What is decided about senders: an address, or everybody of a domain."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mail.addressing import is_valid_address, normalise
from mail.models import SenderRule
from staff.models import User
from tickets.actors import require

# Half the world writes from these: what one of them did says nothing of the others.
EVERYBODYS = frozenset(
    [
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com"),
        *("icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "web.de", "proton.me", "protonmail.com"),
        *("mail.ru", "yandex.ru", "bk.ru", "inbox.ru", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "mail.ee"),
        *("online.ee", "hot.ee", "hotmail.es", "telefonica.net", "free.fr", "orange.fr", "libero.it"),
    ]
)


@transaction.atomic
def rule_sender(address: str, *, say: str, by: User) -> SenderRule:
    """From now on let in, hear no more of, or read the Reply-To of what this address sends.

    `address` is one address or "@house.example". ValidationError if it is neither, or everybody's domain.
    """
    require(by, "quarantine.decide")
    address = address.strip()
    whole = address.startswith("@")
    key = normalise(f"x{address}")[1:] if whole else normalise(address)
    if say not in SenderRule.Say.values:
        raise ValidationError(_("There is no such choice."))
    if not key or (whole and not is_valid_address(f"x{key}")):
        raise ValidationError(
            _("“%(address)s” is neither an address nor a domain such as @house.example."),
            params={"address": address},
        )
    if whole and key[1:] in EVERYBODYS:
        raise ValidationError(
            _("Too many people write from %(domain)s to decide about all of them at once."),
            params={"domain": key[1:]},
        )
    rule, _made = SenderRule.objects.update_or_create(
        address=key[:320], defaults={"say": say, "decided_by": by, "decided_at": timezone.now()}
    )
    return rule


def forget_sender(rule: SenderRule, *, by: User) -> None:
    """Nothing is decided about this sender any more."""
    require(by, "quarantine.decide")
    rule.delete()
