"""Changing teams."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from staff.models import Team, User
from staff.queries import signed_by

MOST_SIGNATURE = 2000


@transaction.atomic
def sign_team(team: Team, *, by: User, signature: str, signatures: Mapping[str, str]) -> bool:
    """What stands under the team's answers, by language, and for every other; whether that is news.
    PermissionDenied if the team is not theirs to sign for, ValidationError if one is too long.
    """
    fresh = signed_by(by).select_for_update(of=("self",)).filter(pk=team.pk).first()
    if fresh is None:
        raise PermissionDenied("signature.write")
    known = [code for code, _name in settings.LANGUAGES]
    wanted = {code: _clean(signatures[code]) for code in known if _clean(signatures.get(code, ""))}
    before, fresh.signature, fresh.signatures = (fresh.signature, fresh.signatures), _clean(signature), wanted
    if too_long := [one for one in (fresh.signature, *wanted.values()) if len(one) > MOST_SIGNATURE]:
        said = {"n": len(too_long[0]), "most": MOST_SIGNATURE}
        raise ValidationError(_("The text has %(n)s characters; at most %(most)s can be sent."), params=said)
    if before == (fresh.signature, fresh.signatures):
        return False
    fresh.save(update_fields=["signature", "signatures"])
    return True


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
