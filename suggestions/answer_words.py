"""What the moves of suggestions.workflow are called on their buttons."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOVE_WORDS = {
    "consider": _("Consider it"),
    "accept": pgettext_lazy("suggestion", "Accept"),
    "decline": pgettext_lazy("suggestion", "Decline"),
    "finish": _("It is done"),
    "reopen": _("Take it up again"),
}
