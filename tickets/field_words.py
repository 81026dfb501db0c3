"""Fields in the reader's language: a value as one reads it, a problem as one puts it right."""

import datetime
from collections.abc import Mapping

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, gettext_lazy

from tickets.fields import Definition, Kind, Problem, Value

Names = Mapping[tuple[Kind, int], str]
SAYS: Mapping[str, object] = {
    "required": gettext_lazy("“%(field)s” is needed."),
    "long": gettext_lazy("“%(field)s” has at most %(most)s characters."),
    "number": gettext_lazy("“%(field)s”: “%(text)s” is no number. Write it as 12 or 12.50."),
    "ambiguous": gettext_lazy("“%(field)s”: is “%(text)s” a thousand or a fraction? Write 1234 or 1.234."),
    "date": gettext_lazy("“%(field)s”: “%(text)s” is no date. Write it as 2026-01-31."),
    "choice": gettext_lazy("“%(field)s”: “%(text)s” is not one of the choices."),
    "many": gettext_lazy("“%(field)s”: choose at most %(most)s."),
    "checkbox": gettext_lazy("“%(field)s” is either ticked or not."),
    "contact": gettext_lazy("“%(field)s”: choose a customer from the list."),
    "file": gettext_lazy("“%(field)s”: give a file."),
    "kind": gettext_lazy("“%(field)s” cannot be read."),
}


def say(problem: Problem, fields: Mapping[str, Definition]) -> str:
    about = fields.get(problem.field)
    name = about.name if about else problem.field
    return str(SAYS[problem.code]) % {"field": name, "text": problem.text, "most": problem.most}


def show(about: Definition, value: Value | None, names: Names | None = None) -> str:
    """The value in words; "" if there is none. `names`: of the customers and files that values speak of."""
    match about.kind, value:
        case _, None:
            return ""
        case Kind.CHECKBOX, _:
            return gettext("Yes") if value else ""
        case Kind.CHOICE, str(key):
            return about.named(key)
        case Kind.MULTI, list(keys):
            return ", ".join(about.named(key) for key in keys)
        case Kind.DATE, str(day):
            return date_format(datetime.date.fromisoformat(day), "j M Y")
        case Kind.NUMBER, int() | float():
            return number_format(value)
        case Kind.CONTACT, int(number):
            return (names or {}).get((about.kind, number), gettext("a former customer"))
        case Kind.FILE, int(number):
            return (names or {}).get((about.kind, number), gettext("a file"))
    return str(value)
