"""The pages about people, side by side."""

from typing import Any

from django.utils.translation import gettext as _

from staff.models import User

Tab = tuple[str, str]


def people_tabs(user: User) -> list[Tab]:
    """(URL name, word), those that are theirs."""
    tabs = [("staff:people", _("Colleagues")), ("staff:chart", _("Organisation chart"))]
    if user.may("skill.grant"):
        tabs += [("staff:matrix", _("Skill matrix")), ("staff:expiring", _("Running out"))]
    if user.may("skill.manage"):
        tabs += [("staff:skills", _("Skills and needs"))]
    if user.may("staff.manage"):
        tabs += [("staff:teams", _("Teams")), ("staff:invitations", _("Invitations"))]
    return tabs


def tabbed(user: User, tab: str, **context: Any) -> dict[str, Any]:
    return {"here": "people", "tabs": people_tabs(user), "tab": tab, **context}
