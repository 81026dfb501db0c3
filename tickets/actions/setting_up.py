"""Types of tickets and their fields: made, changed, moved and archived by who may, each time with a trace."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets import fields
from tickets.actions.checking_off import MOST_ITEMS
from tickets.actions.sorting import clean_tags
from tickets.actors import require
from tickets.choices import FieldKind, FieldRequired, FieldShown, Priority, SetupNoun
from tickets.models import ChecklistTemplate, SetupChange, TicketField, TicketType
from tickets.models.checklist import LONGEST_ITEM

PERMISSION = "template.manage"
MOST_FIELDS = 100
MOST_TYPES = 50
MOST_CHECKLISTS = 50
LONGEST_OPTION = 80

Row = TicketField | TicketType | ChecklistTemplate
NOUNS: Mapping[type, str] = {
    TicketField: SetupNoun.FIELD,
    TicketType: SetupNoun.TYPE,
    ChecklistTemplate: SetupNoun.CHECKLIST,
}


class Overtaken(Exception):
    """Somebody changed it since this form was opened."""


def spelled(row: Row) -> dict[str, Any]:
    """Everything that it says, for the trace."""
    return _SPELLED[type(row)](row)


def _field_spelled(row: TicketField) -> dict[str, Any]:
    return {
        "name": row.name, "help": row.help, "kind": row.kind, "options": row.options,
        "required": row.required, "shown": row.shown, "types": sorted(row.types.values_list("pk", flat=True)),
        "archived": row.archived_at is not None,
    }  # fmt: skip


def _type_spelled(row: TicketType) -> dict[str, Any]:
    return {
        "name": row.name, "help": row.help, "team": row.team.name if row.team else "",
        "priority": row.priority, "tags": list(row.tags), "offered": row.offered,
        "archived": row.archived_at is not None,
    }  # fmt: skip


def _checklist_spelled(row: ChecklistTemplate) -> dict[str, Any]:
    return {
        "name": row.name, "items": row.items, "types": sorted(row.types.values_list("pk", flat=True)),
        "archived": row.archived_at is not None,
    }  # fmt: skip


_SPELLED: Mapping[type, Any] = {
    TicketField: _field_spelled,
    TicketType: _type_spelled,
    ChecklistTemplate: _checklist_spelled,
}


def trace(row: Row, was: Mapping[str, Any], *, by: User) -> None:
    """What of it is not as it was; nothing if it says the same."""
    now = spelled(row)
    changed = [name for name in now if was.get(name) != now[name]]
    if changed:
        SetupChange.objects.create(
            noun=NOUNS[type(row)], about=row.pk, name=row.name, by=by,
            was={name: was[name] for name in changed if name in was},
            to={name: now[name] for name in changed},
        )  # fmt: skip


def in_turn(model: type[Row]) -> None:
    """Two who add or reorder at once take turns."""
    list(model.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def last_place(model: type[Row], most: int) -> int:
    in_turn(model)
    if model.objects.in_use().count() >= most:
        raise ValidationError(_("There are %(most)s already; archive one first."), params={"most": most})
    return (model.objects.aggregate(last=Max("position"))["last"] or 0) + 1


def clean_name(name: object, row: Row | None, model: type[Row], most: int) -> str:
    """A name that no other in use has."""
    name = " ".join(str(name or "").replace("\x00", "").split())
    if not name or len(name) > most:
        raise ValidationError({"name": _("A name has 1 to %(most)s characters.") % {"most": most}})
    others = model.objects.in_use().filter(name__iexact=name)
    if (others.exclude(pk=row.pk) if row else others).exists():
        raise ValidationError({"name": _("There is one of this name already.")})
    return name


def line(text: object, most: int = 200) -> str:
    return " ".join(str(text or "").replace("\x00", "").split())[:most]


# --- fields


@transaction.atomic
def save_field(row: TicketField | None, said: Mapping[str, Any], *, by: User, seen: int = 0) -> TicketField:
    """A new field, or one as it shall be from now on; its key and its kind stay. ValidationError says what
    is wrong, Overtaken that it is no longer the version `seen`.
    """
    require(by, PERMISSION)
    if row is None:
        return _new_field(said, by=by)
    row = TicketField.objects.select_for_update().get(pk=row.pk)
    if row.version != seen:
        raise Overtaken
    was = spelled(row)
    for name, value in _field_said(row, said).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    row.types.set(_types(said))
    trace(row, was, by=by)
    return row


def _new_field(said: Mapping[str, Any], *, by: User) -> TicketField:
    position = last_place(TicketField, MOST_FIELDS)
    taken = set(TicketField.objects.values_list("key", flat=True))
    if said.get("kind") not in FieldKind.values:
        raise ValidationError({"kind": _("There is no such choice.")})
    row = TicketField(kind=said["kind"], position=position)
    for name, value in _field_said(row, said).items():
        setattr(row, name, value)
    row.key = fields.key_from(row.name, taken)
    row.save(force_insert=True)
    row.types.set(_types(said))
    trace(row, {}, by=by)
    return row


def _field_said(row: TicketField, said: Mapping[str, Any]) -> dict[str, Any]:
    required, shown = str(said.get("required") or ""), str(said.get("shown") or "")
    if required not in FieldRequired.values or shown not in FieldShown.values:
        raise ValidationError(_("There is no such choice."))
    kind = fields.Kind(row.kind)
    if kind is fields.Kind.CONTACT and shown == FieldShown.WRITE:
        raise ValidationError({"shown": _("Customers cannot choose among our customers.")})
    return {
        "name": clean_name(said.get("name"), row if row.pk else None, TicketField, 80),
        "help": line(said.get("help")),
        "required": required,
        "shown": shown,
        "options": _options(row, said.get("options", ())) if kind in fields.definition.CHOSEN else [],
    }


def _options(row: TicketField, given: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Those that were there keep their keys, whatever they are called now; none of them is lost."""
    known = {one.key: one for one in fields.read_options(row.options)}
    found: dict[str, dict[str, Any]] = {}
    for one in given:
        name, key = line(one.get("name"), LONGEST_OPTION), str(one.get("key") or "")
        if not name and key not in known:
            continue
        if key not in known:
            key = fields.key_from(name, {*known, *found})
        found[key] = {"key": key, "name": name or known[key].name, "archived": bool(one.get("archived"))}
    for key, one in known.items():
        found.setdefault(key, {"key": key, "name": one.name, "archived": True})
    _refuse_options(list(found.values()))
    return list(found.values())


def _refuse_options(found: list[dict[str, Any]]) -> None:
    live = [one["name"].casefold() for one in found if not one["archived"]]
    if not live:
        raise ValidationError({"options": _("A list needs at least one choice.")})
    if len(found) > fields.MOST_OPTIONS:
        raise ValidationError(
            {"options": _("A list has at most %(most)s choices.") % {"most": fields.MOST_OPTIONS}}
        )
    if len(live) != len(set(live)):
        raise ValidationError({"options": _("Two choices have the same name.")})


def _types(said: Mapping[str, Any]) -> list[TicketType]:
    return list(said.get("types") or ())


# --- types


@transaction.atomic
def save_type(row: TicketType | None, said: Mapping[str, Any], *, by: User, seen: int = 0) -> TicketType:
    """A new type, or one as it shall be from now on. Tickets that have it stay as they are."""
    require(by, PERMISSION)
    if row is None:
        row = TicketType(position=last_place(TicketType, MOST_TYPES), version=0)
    else:
        row = TicketType.objects.select_for_update().get(pk=row.pk)
    if row.version != seen:
        raise Overtaken
    was = spelled(row) if row.pk else {}
    for name, value in _type_said(row, said).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    trace(row, was, by=by)
    return row


def _type_said(row: TicketType, said: Mapping[str, Any]) -> dict[str, Any]:
    priority = str(said.get("priority") or "")
    if priority and priority not in Priority.values:
        raise ValidationError({"priority": _("There is no such choice.")})
    return {
        "name": clean_name(said.get("name"), row if row.pk else None, TicketType, 60),
        "help": line(said.get("help")),
        "team": said.get("team"),
        "priority": priority,
        "tags": clean_tags(said.get("tags") or ()),
        "offered": bool(said.get("offered")),
    }


# --- checklists


@transaction.atomic
def save_checklist(
    row: ChecklistTemplate | None, said: Mapping[str, Any], *, by: User, seen: int = 0
) -> ChecklistTemplate:
    """A new checklist, or one as tickets get it from now on; those that have it keep what they have."""
    require(by, PERMISSION)
    if row is None:
        row = ChecklistTemplate(position=last_place(ChecklistTemplate, MOST_CHECKLISTS), version=0)
    else:
        row = ChecklistTemplate.objects.select_for_update().get(pk=row.pk)
    if row.version != seen:
        raise Overtaken
    was = spelled(row) if row.pk else {}
    row.name = clean_name(said.get("name"), row if row.pk else None, ChecklistTemplate, 80)
    row.items = _items(said.get("items", ()))
    row.version += 1
    row.save()
    row.types.set(_types(said))
    trace(row, was, by=by)
    return row


def _items(given: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = [
        {"text": text, "required": bool(one.get("required"))}
        for one in given
        if (text := line(one.get("text"), LONGEST_ITEM))
    ]
    if not 1 <= len(found) <= MOST_ITEMS:
        raise ValidationError({"items": _("A checklist has 1 to %(most)s items.") % {"most": MOST_ITEMS}})
    return found


# --- all of them


@transaction.atomic
def move_in_order(row: Row, *, up: bool, by: User) -> bool:
    """One place up or down among those in use; False at the end of the list."""
    require(by, PERMISSION)
    model = type(row)
    in_turn(model)
    order = list(model.objects.in_use())
    at = next((number for number, one in enumerate(order) if one.pk == row.pk), None)
    to = None if at is None else at + (-1 if up else 1)
    if at is None or to is None or not 0 <= to < len(order):
        return False
    order[at], order[to] = order[to], order[at]
    for position, one in enumerate(order, start=1):
        if one.position != position:
            model.objects.filter(pk=one.pk).update(position=position)
    return True


@transaction.atomic
def archive(row: Row, *, by: User) -> None:
    """It can be chosen no more; what was said with it stays. Twice is once."""
    _set_archived(row, archived=True, by=by)


@transaction.atomic
def restore(row: Row, *, by: User) -> None:
    """In use again, at the end of the list. ValidationError if another has its name by now."""
    _set_archived(row, archived=False, by=by)


def _set_archived(row: Row, *, archived: bool, by: User) -> None:
    require(by, PERMISSION)
    model = type(row)
    in_turn(model)
    fresh = model.objects.get(pk=row.pk)
    if (fresh.archived_at is not None) == archived:
        return
    was = spelled(fresh)
    if not archived:
        clean_name(fresh.name, fresh, model, 100)
        fresh.position = last_place(model, MOST_FIELDS)
    fresh.archived_at = database_clock.now() if archived else None
    fresh.version += 1
    fresh.save(update_fields=["archived_at", "position", "version"])
    trace(fresh, was, by=by)
    row.archived_at = fresh.archived_at
