"""What every page of training has: its tabs, and how a refusal is said."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from staff.models import User

TABS = {
    "mine": ("knowledge:training", ""),
    "done": ("knowledge:training", "?show=done"),
    "certificates": ("knowledge:training", "?show=certificates"),
    "courses": ("knowledge:courses", ""),
    "sessions": ("knowledge:sessions", ""),
    "trainees": ("knowledge:trainees", ""),
    "ending": ("knowledge:ending", ""),
}


def shell(user: User, tab: str) -> dict[str, Any]:
    """Http404 for whoever takes no training."""
    if not user.may("training.take"):
        raise Http404("not for this reader")
    words = {
        "mine": _("To do"), "done": _("Done"), "certificates": _("Certificates"), "courses": _("Courses"),
        "sessions": _("Sessions"),
    }  # fmt: skip
    if user.may("training.lead"):
        words |= {"trainees": _("People and progress"), "ending": _("Ending soon")}
    tabs = [(name, word, *TABS[name]) for name, word in words.items()]
    return {"here": "training", "tab": tab, "tabs": tabs}


def said_of(error: ValidationError) -> str:
    return " ".join(error.messages)


def put_on(form: Any, error: ValidationError) -> None:
    """On the fields it names, as far as the form has them."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)
