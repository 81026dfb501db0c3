"""What may follow in the search box, while it is typed: fields, and values that this reader may know."""

from dataclasses import dataclass

from django.db.models import Exists, F, Func, OuterRef, Q, TextField
from django.utils.translation import gettext as _

from customers.models import Contact, Organisation
from staff.models import User
from staff.queries import teams_of
from tickets import setup
from tickets.access import tickets_for
from tickets.models import Tag
from tickets.narrowing import known_colleagues
from tickets.search import FIELDS, Field, Kind, Spot, spot
from tickets.search.fields import CUSTOM

MOST = 8
# Tags are taken from so many of the newest tickets.
LOOKED_AT = 2000
TIMES = ("today", "yesterday", ">7d", ">30d", "<2026-01-31", ":2026-01")
TIMES_AHEAD = ("<2h", "<1d", ":today", ":tomorrow")


@dataclass(frozen=True)
class Completion:
    """`text` is the whole box after it was chosen, `cursor` where one goes on; `shown` what the list says."""

    shown: str
    note: str
    text: str
    cursor: int


def completions(user: User, text: str, cursor: int) -> list[Completion]:
    place = spot(text, cursor)
    if place is None:
        return []
    if place.field is None:
        named = [(one.name, one.example) for one in _fields(place.typed)]
        return [_put(text, place, f"{name}:", note) for name, note in named + _own(place.typed)]
    if place.field.kind is Kind.TIME:
        return _times(text, place, place.field)
    found = _values(user, place.field, place.typed.lower())
    return [
        _put(text, place, f'"{value}"' if " " in value else value, note, ends=True) for value, note in found
    ]


def _fields(typed: str) -> list[Field]:
    typed = typed.lower().lstrip("-")
    if not typed:
        return []
    return [one for one in FIELDS.values() if any(n.startswith(typed) for n in (one.name, *one.aliases))]


def _own(typed: str) -> list[tuple[str, str]]:
    """The fields that this desk made for itself, found by key or by name."""
    typed = typed.lower().lstrip("-")
    if len(typed) < 2:
        return []
    named = [(CUSTOM + one.key, one.name) for one in setup.definitions()]
    return [(key, name) for key, name in named if key.startswith(typed) or name.lower().startswith(typed)][
        :MOST
    ]


def _put(text: str, place: Spot, value: str, note: str, *, ends: bool = False) -> Completion:
    behind = text[place.end :].lstrip() if ends else text[place.end :]
    before = text[: place.at] + value + (" " if ends else "")
    return Completion(value, note, before + behind, len(before))


def _times(text: str, place: Spot, about: Field) -> list[Completion]:
    """With the sign before it, which stands outside of the place that is typed in."""
    start = place.at - len(place.sign)
    around = Spot(start, place.end, place.typed)
    made = []
    for value in TIMES_AHEAD if about.ahead else TIMES:
        sign = "" if value[0] in ":<>" else ":"
        if place.typed in value and (place.sign == ":" or value.startswith(place.sign)):
            made.append(_put(text, around, sign + value, about.name, ends=True))
    return made


def _values(user: User, about: Field, typed: str) -> list[tuple[str, str]]:
    if about.kind is Kind.CHOICE:
        return [(value, "") for value in about.values if typed in value][:12]
    if about.kind is Kind.CUSTOM:
        own = {CUSTOM + one.key: one for one in setup.definitions()}.get(about.name)
        options = own.open_options() if own else ()
        return [(one.key, one.name) for one in options if typed in one.key or typed in one.name.lower()][:12]
    if about.name == "type":
        return [(one.name, "") for one in setup.types_in_use() if typed in one.name.lower()][:MOST]
    if about.name == "team":
        return [(team.name, "") for team in teams_of(user) if typed in team.name.lower()][:MOST]
    if about.name == "assignee":
        fixed = [("me", user.full_name), ("none", _("nobody"))]
        people = [(one.full_name, one.email) for one in known_colleagues(user)]
        return [one for one in fixed + people if typed in one[0].lower()][:MOST]
    if about.name == "tag":
        return [(tag, "") for tag in _tags(user, typed)]
    if about.name == "from" and len(typed) > 1:
        people = _asked(user).filter(Q(name__icontains=typed) | Q(email__icontains=typed))
        return [(one.email or one.name, one.name) for one in people[:MOST]]
    if about.name == "organisation" and typed:
        theirs = _asked(user).filter(organisation=OuterRef("pk")).order_by()
        found = Organisation.objects.filter(Exists(theirs), name__icontains=typed)
        return [(one.name, "") for one in found[:MOST]]
    return []


def _asked(user: User):
    """Customers who have asked something that this reader may see."""
    return Contact.objects.filter(Exists(tickets_for(user).filter(requester=OuterRef("pk")).order_by()))


def _tags(user: User, typed: str) -> list[str]:
    newest = tickets_for(user).order_by("-active_at", "-number").values("pk")[:LOOKED_AT]
    each = Func(F("tags"), function="unnest", output_field=TextField())
    rows = tickets_for(user).filter(pk__in=newest).order_by().values_list(each, flat=True).distinct()
    found = [tag for tag in rows if typed in tag]
    gone = set(Tag.objects.filter(word__in=found).exclude(archived_at=None).values_list("word", flat=True))
    return sorted(set(found) - gone)[:MOST]
