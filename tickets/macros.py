"""Macros of a person, and what one would say and do on a ticket."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from staff.models import User
from staff.queries import teams_of
from tickets.choices import Handing, Priority
from tickets.models import Macro, Ticket
from tickets.placeholders import fill

PLACE_NAMES = {
    "customer": lambda: _("the customer's name, or address"),
    "first_name": lambda: _("the customer's first name"),
    "organisation": lambda: _("the customer's organisation"),
    "reference": lambda: _("the reference that customers see"),
    "number": lambda: _("the number that colleagues see"),
    "subject": lambda: _("the subject"),
    "team": lambda: _("the ticket's team"),
    "agent": lambda: _("your name"),
    "agent_first_name": lambda: _("your first name"),
}


def macros_for(user: User) -> QuerySet[Macro]:
    """Those this person may use: their own, their teams' and everybody's; nothing for whoever writes not."""
    if not user.may("ticket.reply"):
        return Macro.objects.none()
    mine = Q(owner=user) | Q(team__in=teams_of(user)) | Q(owner=None, team=None)
    return Macro.objects.filter(mine).select_related("team", "to_team", "owner")


def usable(user: User) -> QuerySet[Macro]:
    return macros_for(user).filter(active=True)


def led_by(user: User) -> set[int]:
    """The teams whose macros this person may change."""
    return set(teams_of(user).values_list("pk", flat=True)) if user.may("macro.share") else set()


def may_change(user: User, macro: Macro, led: Collection[int] | None = None) -> bool:
    """One's own by oneself; a team's by its lead; everybody's, and every team's, by a manager. `led` spares
    a list the question for each of its rows.
    """
    if macro.owner_id:
        return macro.owner_id == user.pk and user.may("macro.make")
    if user.may("macro.manage"):
        return True
    return macro.team_id is not None and macro.team_id in (led_by(user) if led is None else led)


def macro_for(user: User, macro_id: int) -> Macro:
    """A macro that this person may change. Http404 else."""
    macro = macros_for(user).filter(pk=macro_id).first()
    if macro is None or not may_change(user, macro):
        raise Http404(f"no macro {macro_id} for you to change")
    return macro


@dataclass(frozen=True)
class Preview:
    """What a macro would write and change on one ticket; `missing` names what is not known of it."""

    macro: Macro
    text: str
    changes: tuple[str, ...]
    missing: tuple[str, ...] = ()


def preview(macro: Macro, ticket: Ticket, user: User) -> Preview:
    filled = fill(macro.text, values_of(ticket, user))
    missing = tuple(PLACE_NAMES[name]() for name in filled.missing)
    return Preview(macro, filled.text, tuple(changes_of(macro)), missing)


def values_of(ticket: Ticket, user: User) -> dict[str, str]:
    """What placeholders stand for; nothing that the customer may not read."""
    requester = ticket.requester
    return {
        "customer": requester.name or requester.email,
        "first_name": requester.first_name,
        "organisation": requester.organisation.name if requester.organisation_id else "",
        "reference": ticket.reference,
        "number": str(ticket.pk),
        "subject": ticket.subject,
        "team": ticket.team.name,
        "agent": user.full_name,
        "agent_first_name": user.full_name.split(" ")[0],
    }


def changes_of(macro: Macro) -> list[str]:
    """What using it changes, in words."""
    said = []
    if macro.to_team_id:
        said.append(_("to %(team)s") % {"team": macro.to_team.name})
    if macro.handing == Handing.ME:
        said.append(_("becomes yours"))
    elif macro.handing == Handing.NOBODY:
        said.append(_("nobody's"))
    if macro.priority:
        said.append(_("priority %(name)s") % {"name": Priority(macro.priority).label})
    said += [f"+ {tag}" for tag in macro.add_tags] + [f"− {tag}" for tag in macro.remove_tags]
    if macro.then:
        said.append(THEN[macro.then]())
    return said


THEN = {
    "wait": lambda: pgettext("macro", "waits for the customer"),
    "solve": lambda: pgettext("macro", "solved"),
}
