"""Why a move was refused, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tickets import workflow
from tickets.choices import State

MOVE_LABELS = {
    "open": pgettext_lazy("move", "Open"),
    "wait": pgettext_lazy("move", "Wait for the customer"),
    "hold": pgettext_lazy("move", "Put on hold"),
    "resume": pgettext_lazy("move", "Resume"),
    "solve": pgettext_lazy("move", "Solve"),
    "reopen": pgettext_lazy("move", "Reopen"),
    "close": pgettext_lazy("move", "Close"),
}


def why(error: workflow.MoveRefused) -> str:
    if isinstance(error, workflow.HeldOpen):
        open_now = ", ".join(f"#{number}" for number in error.children)
        return _("It waits for its children. Still open: %(numbers)s.") % {"numbers": open_now}
    if isinstance(error, workflow.NotReady):
        return lacks(error)
    words = {"move": MOVE_LABELS[error.move], "state": State(error.state).label}
    return _("“%(move)s” is not possible: the ticket is now “%(state)s”.") % words


def lacks(error: workflow.NotReady) -> str:
    """What to do before it can be solved."""
    said = [_("It cannot be solved yet.")]
    if error.fields:
        said.append(_("Fill in: %(fields)s.") % {"fields": ", ".join(error.fields)})
    if error.items:
        said.append(_("Still to do: %(items)s.") % {"items": ", ".join(f"“{one}”" for one in error.items)})
    return " ".join(said)
