"""What a search asks of a field that this desk made for itself, as a condition on tickets.

Equality goes through the index of values; what is more or less, or begins with something, is looked at ticket
by ticket.
"""

from django.db.models import Q

from customers.models import Contact
from tickets.fields import Definition, Kind, check
from tickets.models import Attachment
from tickets.search import Problem, Term

EMPTY = frozenset({"none", "empty"})
FILLED = Q(custom={}, _negated=True)  # what the index holds
SIGNS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
MOST_PEOPLE = 200
MOST_FILES = 1000


def condition_on(about: Definition, term: Term) -> Q | Problem:
    """Or what is wrong with the value."""
    if term.op == ":" and term.value.lower() in EMPTY and not term.exact:
        return ~Q(custom__has_key=about.key)
    if term.op != ":":
        return _compared(about, term)
    match about.kind:
        case Kind.TEXT:
            return _text(about, term.value)
        case Kind.CONTACT:
            people = Contact.objects.filter(Q(name__icontains=term.value) | Q(email__iexact=term.value))
            numbers = list(people.values_list("pk", flat=True)[:MOST_PEOPLE])
            return FILLED & Q(**{f"custom__{about.key}__in": numbers})
        case Kind.FILE:
            files = Attachment.objects.filter(name__icontains=term.value).order_by("-pk")
            numbers = list(files.values_list("pk", flat=True)[:MOST_FILES])
            return FILLED & Q(**{f"custom__{about.key}__in": numbers})
        case Kind.CHECKBOX if term.value.lower() in {"no", "false"}:
            return ~Q(custom__has_key=about.key)
    value, problem = check(about, term.value, held=[one.key for one in about.options])
    if problem or value is None:
        return _wrong(about, term)
    return FILLED & Q(custom__contains={about.key: value})


def _text(about: Definition, value: str) -> Q:
    """As it is written, or all small, or all capitals; with * how it begins."""
    if value.endswith("*"):
        return FILLED & Q(**{f"custom__{about.key}__istartswith": value.rstrip("*")})
    asked = Q()
    for word in dict.fromkeys((value, value.lower(), value.upper(), value.capitalize())):
        asked |= Q(custom__contains={about.key: word})
    return FILLED & asked


def _compared(about: Definition, term: Term) -> Q | Problem:
    if about.kind not in (Kind.NUMBER, Kind.DATE):
        name, hint = term.field, f"{term.field}:{term.value}"
        return Problem("no_comparing", max(term.at - len(term.op), 0), len(term.op), name, hint)
    value, problem = check(about, term.value)
    if problem or value is None:
        return _wrong(about, term)
    return FILLED & Q(**{f"custom__{about.key}__{SIGNS[term.op]}": value})


def _wrong(about: Definition, term: Term) -> Problem:
    if about.kind in (Kind.CHOICE, Kind.MULTI):
        names = tuple(one.name for one in about.options)
        return Problem("bad_value", term.at, term.length, term.value, "", names[:12])
    kind = {Kind.DATE: "bad_time", Kind.CHECKBOX: "bad_value"}.get(about.kind, "bad_number")
    options = ("yes", "no") if about.kind is Kind.CHECKBOX else ()
    return Problem(kind, term.at, term.length, term.value, "", options)
