"""A ticket's state as its customer reads it: nothing of how we work inside."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.choices import State

# state → (the shape shown, the word)
STATES = {
    State.NEW: ("new", pgettext_lazy("request", "Received")),
    State.OPEN: ("open", pgettext_lazy("request", "In progress")),
    State.HOLD: ("open", pgettext_lazy("request", "In progress")),
    State.WAITING: ("waiting", _("Waiting for your answer")),
    State.SOLVED: ("solved", pgettext_lazy("request", "Solved")),
    State.CLOSED: ("solved", pgettext_lazy("request", "Closed")),
}
