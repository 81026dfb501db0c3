"""What lists say."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from tickets.finding import Choice

TITLES = {
    "mine": pgettext_lazy("tickets", "Mine"),
    "unassigned": gettext_lazy("Unassigned"),
    "due": gettext_lazy("Due in 2 h"),
    "late": pgettext_lazy("tickets", "Late"),
    "waiting": pgettext_lazy("tickets", "Waiting"),
    "snoozed": gettext_lazy("Snoozed"),
    "unschedulable": gettext_lazy("No opening hours ahead"),
    "all": gettext_lazy("All open"),
}
SORT_WORDS = (
    ("promise", gettext_lazy("By promise")),
    ("newest", gettext_lazy("Newest first")),
    ("oldest", gettext_lazy("Oldest first")),
    ("waking", gettext_lazy("By waking time")),
)
GROUP_WORDS = {
    "team": gettext_lazy("Team"),
    "assignee": gettext_lazy("Assignee"),
    "priority": gettext_lazy("Priority"),
    "state": gettext_lazy("State"),
    "due": gettext_lazy("Due"),
}
COLUMN_WORDS = {
    "number": gettext_lazy("Number"),
    "organisation": gettext_lazy("Organisation"),
    "team": gettext_lazy("Team"),
    "promise": gettext_lazy("Promise"),
    "priority": gettext_lazy("Priority"),
    "tags": gettext_lazy("Tags"),
    "assignee": gettext_lazy("Assignee"),
}
# The times that a ticket can be put aside until, in words.
SNOOZE_WORDS = {
    "afternoon": gettext_lazy("This afternoon"),
    "tomorrow": gettext_lazy("Tomorrow morning"),
    "monday": pgettext_lazy("snooze until", "Monday"),
    "week": gettext_lazy("In a week"),
    "reply": gettext_lazy("Until the customer writes"),
}
MOVE_WORDS = {
    "wait": gettext_lazy("Wait for customer"),
    "hold": gettext_lazy("Put on hold"),
    "resume": gettext_lazy("Resume"),
    "solve": gettext_lazy("Solve"),
    "reopen": gettext_lazy("Reopen"),
}


def title_of(choice: Choice) -> str:
    if choice.within == "today":
        return _("Due today")
    if choice.within:
        return _("Due in %(n)s h") % {"n": choice.within}
    return str(TITLES[choice.view])


def nothing_found(words: str) -> tuple[str, str]:
    return _("Nothing found for “%(words)s”") % {"words": words}, _(
        "Every word must be somewhere: in the subject, a message, the customer’s name, or a file."
    )


def nothing_to_do(choice: Choice, solved: int) -> tuple[str, str]:
    """The good news of an empty list, and what was done for it today."""
    said = {
        "mine": _("Nothing is on your desk."),
        "unassigned": _("Every ticket has somebody."),
        "due": _("Nothing is due in the next two hours."),
        "late": _("Nothing is late."),
        "waiting": _("Nobody keeps us waiting."),
        "snoozed": _("Nothing is put aside."),
        "unschedulable": _("Every promise has opening hours ahead."),
        "all": _("Nobody is waiting."),
    }
    if choice.within:
        said["due"] = _("Nothing is due in that time.")
    title = _("No such tickets") if choice.state else said[choice.view]
    return title, ngettext("%(n)s solved today.", "%(n)s solved today.", solved) % {
        "n": solved
    } if solved else ""
