"""Nobody is given more than they may have: the overwork guard before whatever gives somebody a ticket."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lib import database_clock
from scheduling.load import Standing
from scheduling.loads import loads_of
from scheduling.models import LoadCaps
from staff.models import Team, User
from tickets.load_words import reasons_in_words


def refuse_more(user: User, team: Team | int) -> None:
    """ValidationError if the team has caps and they are at the hard one, or above the soft one with nobody
    who let them have more. One statement where it has none.
    """
    if not LoadCaps.objects.filter(team=team).exists():
        return
    has = loads_of([user], database_clock.now())[user.pk]
    if has.may_have_more:
        return
    words = _(
        "%(name)s is above the soft cap: %(why)s. "
        "Who leads the team can let them have more under “Routing”, and says why."
    )
    if has.load.standing is Standing.OVER:
        words = _("%(name)s is at the hard cap, and nobody gives them more: %(why)s.")
    why = "; ".join(reasons_in_words(has.load))
    raise ValidationError(words, params={"name": user.full_name, "why": why})


def refuse_another(user: User) -> None:
    """The same for whoever asks for the next ticket: at the hard cap of a team of theirs there is none."""
    teams = user.memberships.values("team")
    if not LoadCaps.objects.filter(team__in=teams).exists():
        return
    has = loads_of([user], database_clock.now())[user.pk]
    if has.load.standing is Standing.OVER:
        words = _("You are at the hard cap: %(why)s. Finish something first, or ask for backup.")
        raise ValidationError(words, params={"why": "; ".join(reasons_in_words(has.load))})
