"""Macros made, changed, switched, removed, each time with a trace; and used."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets import events
from tickets.actions.assigning import assign, change_team
from tickets.actions.locking import copy_back, locked
from tickets.actions.sorting import clean_tags, prioritise, tag
from tickets.actors import require
from tickets.choices import EventKind, Handing, MacroChangeKind, MessageKind, Priority
from tickets.macros import may_change
from tickets.models import Macro, MacroChange, Message, Ticket
from tickets.placeholders import unknown

MOST_MACROS = 500
MOST_TEXT = 50_000
KINDS = (MessageKind.PUBLIC, MessageKind.NOTE)
THENS = ("", "wait", "solve")


class StaleMacro(Exception):
    """Somebody changed the macro since this form was opened."""


@transaction.atomic
def make_macro(said: Mapping[str, Any], *, by: User) -> Macro:
    """A new macro; whose it is stands in `owner` and `team`. ValidationError says what is wrong."""
    require(by, "macro.make")
    fields = _clean(said)
    draft = Macro(**fields)
    if not may_change(by, draft):
        raise PermissionDenied("macro.share")
    if Macro.objects.filter(owner=draft.owner, team=draft.team).count() >= MOST_MACROS:
        raise ValidationError(
            _("There are %(most)s macros already; remove one first."), params={"most": MOST_MACROS}
        )
    draft.save()
    _trace(draft, MacroChangeKind.MADE, by=by)
    return draft


@transaction.atomic
def change_macro(macro: Macro, said: Mapping[str, Any], *, by: User, seen: int | None = None) -> Macro:
    """The macro as it shall be from now on. StaleMacro if it is no longer the version `seen`."""
    row = _mine(macro, by)
    fields = _clean(said, but=row)
    if seen is not None and row.version != seen:
        raise StaleMacro
    before = spelled(row)
    for name, value in fields.items():
        setattr(row, name, value)
    if not may_change(by, row):
        raise PermissionDenied("macro.share")
    if spelled(row) == before:
        return row
    row.version += 1
    row.save()
    _trace(row, MacroChangeKind.CHANGED, by=by)
    return row


@transaction.atomic
def switch_macro(macro: Macro, *, on: bool, by: User) -> Macro:
    row = _mine(macro, by)
    if row.active != on:
        row.active, row.version = on, row.version + 1
        row.save(update_fields=["active", "version"])
        _trace(row, MacroChangeKind.SWITCHED, by=by)
    return row


@transaction.atomic
def remove_macro(macro: Macro, *, by: User) -> None:
    """It is gone; what it said stays in the trace, and the history of tickets keeps its name."""
    row = _mine(macro, by)
    _trace(row, MacroChangeKind.REMOVED, by=by)
    row.delete()


@transaction.atomic
def use_macro(
    ticket: Ticket, *, macro: Macro, by: User, sent_key: str | None = None,
    at: datetime.datetime | None = None,
) -> Ticket:  # fmt: skip
    """Make its changes to the ticket; what it says is sent by whoever sends it, under `sent_key`: what was
    sent has made them. ValidationError if one of the changes cannot be made: then none is.
    """
    require(by, "ticket.sort")
    at = at or database_clock.now()
    fresh = locked(ticket)
    if sent_key and Message.objects.filter(sent_key=sent_key).exists():
        return ticket
    events.touch(fresh)
    told = {"macro": macro.pk, "name": macro.name} | ({"sent_key": sent_key} if sent_key else {})
    events.record(fresh, EventKind.MACRO_USED, by=by, at=at, **told)
    if macro.to_team_id:
        change_team(fresh, by=by, to=macro.to_team, at=at)
    if macro.handing:
        assign(fresh, by=by, to=by if macro.handing == Handing.ME else None, at=at)
    if macro.priority:
        prioritise(fresh, by=by, to=macro.priority, at=at)
    if macro.add_tags or macro.remove_tags:
        tag(fresh, by=by, tags=sorted({*fresh.tags, *macro.add_tags} - {*macro.remove_tags}), at=at)
    copy_back(fresh, ticket)
    return ticket


def _mine(macro: Macro, by: User) -> Macro:
    require(by, "macro.make")
    row = Macro.objects.select_for_update().get(pk=macro.pk)
    if not may_change(by, row):
        raise PermissionDenied("macro.share")
    return row


def _clean(said: Mapping[str, Any], but: Macro | None = None) -> dict[str, Any]:
    """The fields as they are stored. ValidationError names what is wrong."""
    name = " ".join(str(said.get("name", "")).split())
    if not name or len(name) > 80:
        raise ValidationError(_("A macro has a name of 1 to 80 characters."))
    text = str(said.get("text", "")).replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > MOST_TEXT:
        raise ValidationError(_("The text is longer than %(most)s characters."), params={"most": MOST_TEXT})
    _check_places(text)
    fields: dict[str, Any] = {
        "name": name,
        "owner": said.get("owner"),
        "team": said.get("team"),
        "kind": said.get("kind") or MessageKind.PUBLIC,
        "text": text,
        "then": said.get("then") or "",
        "priority": said.get("priority") or "",
        "to_team": said.get("to_team"),
        "handing": said.get("handing") or "",
        "add_tags": clean_tags(said.get("add_tags", ())),
        "remove_tags": clean_tags(said.get("remove_tags", ())),
        "active": bool(said.get("active", True)),
    }
    _check_choices(fields)
    same = Q(name__iexact=name, owner=fields["owner"], team=fields["team"])
    if Macro.objects.filter(same).exclude(pk=but.pk if but else None).exists():
        raise ValidationError(_("There is a macro of that name already: “%(name)s”."), params={"name": name})
    return fields


def _check_places(text: str) -> None:
    for place in unknown(text):
        words = (
            _("{%(name)s} is not a placeholder. Did you mean {%(near)s}?")
            if place.near
            else _("{%(name)s} is not a placeholder.")
        )
        raise ValidationError(words, params={"name": place.name, "near": place.near})


def _check_choices(fields: dict[str, Any]) -> None:
    known = (
        fields["kind"] in KINDS
        and fields["then"] in THENS
        and fields["priority"] in {"", *Priority.values}
        and fields["handing"] in {"", *Handing.values}
    )
    if not known:
        raise ValidationError(_("There is no such choice."))
    if fields["kind"] == MessageKind.NOTE and fields["then"]:
        raise ValidationError(_("A note is not sent: what follows a sending does not go with it."))
    if both := set(fields["add_tags"]) & set(fields["remove_tags"]):
        raise ValidationError(
            _("The tag “%(tag)s” cannot be both added and removed."), params={"tag": min(both)}
        )
    does = ("text", "then", "priority", "to_team", "handing", "add_tags", "remove_tags")
    if not any(fields[name] for name in does):
        raise ValidationError(_("This macro does nothing: write a text or choose a change."))


def spelled(row: Macro) -> dict[str, Any]:
    """Everything a macro says and does, for the trace."""
    return {
        "name": row.name,
        "owner": row.owner.full_name if row.owner else "",
        "team": row.team.name if row.team else "",
        "kind": row.kind,
        "text": row.text,
        "then": row.then,
        "priority": row.priority,
        "to_team": row.to_team.name if row.to_team else "",
        "handing": row.handing,
        "add_tags": list(row.add_tags),
        "remove_tags": list(row.remove_tags),
        "active": row.active,
    }


def _trace(row: Macro, kind: str, *, by: User) -> None:
    said = spelled(row)
    if row.owner_id and kind == MacroChangeKind.REMOVED:
        said.pop("text")  # what was one's own goes with it
    MacroChange.objects.create(macro=row, name=row.name, version=row.version, kind=kind, said=said, by=by)
