"""What those who are asked for backup are told, and those who asked; and why it is they, in words."""

import datetime
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from notices.actions import notify
from notices.choices import Kind, Way
from staff.models import User
from tickets.backing import Rule
from tickets.models import Backup, BackupCall, Ticket

_CALLED = gettext_noop("{who} needs backup: #{number} {subject}")
_CAME = gettext_noop("{who} comes to help: #{number} {subject}")
_DECLINED = gettext_noop("{who} cannot help; the next is asked: #{number} {subject}")

# Why somebody is asked. Also the words of the notice, so that they stand in the catalogue once.
RULE_WORDS: Mapping[str, Promise] = {
    Rule.SKILLED: _("on duty, fit for it, and with the least in hand"),
    Rule.LEAD: _("leads the team and is on duty"),
    Rule.MANAGER: _("manages and is on duty"),
    Rule.CALLED: _("on call, and nobody on duty could come"),
    Rule.ON_CALL: _("nobody on duty could come: it goes to all who lead or manage"),
    Rule.ANYBODY: _("nobody leads or manages: it goes to every colleague"),
}
_WHY = {
    Rule.SKILLED: gettext_noop("on duty, fit for it, and with the least in hand"),
    Rule.LEAD: gettext_noop("leads the team and is on duty"),
    Rule.MANAGER: gettext_noop("manages and is on duty"),
    Rule.CALLED: gettext_noop("on call, and nobody on duty could come"),
    Rule.ON_CALL: gettext_noop("nobody on duty could come: it goes to all who lead or manage"),
    Rule.ANYBODY: gettext_noop("nobody leads or manages: it goes to every colleague"),
}


def tell_called(ticket: Ticket, row: Backup, call: BackupCall, *, at: datetime.datetime) -> None:
    _tell(ticket, row, call.user, _CALLED, _WHY[Rule(call.rule)], f"{call.pk}-", row.asker, at, way=Way.PUSH)


def tell_asker_came(ticket: Ticket, row: Backup, *, by: User, at: datetime.datetime) -> None:
    _tell(ticket, row, row.asker, _CAME, "", f"came-{by.pk}-{at.timestamp():.0f}", by, at)


def tell_asker_declined(ticket: Ticket, row: Backup, *, by: User, why: str, at: datetime.datetime) -> None:
    key = f"declined-{by.pk}-{at.timestamp():.0f}"
    _tell(ticket, row, row.asker, _DECLINED, "{why}", key, by, at, why=why)


def _tell(
    ticket: Ticket, row: Backup, to: User, words: str, detail: str, key: str, who: User,
    at: datetime.datetime, way: str = Way.TRAY, **params: str,
) -> None:  # fmt: skip
    notify(
        [to], key=f"backup-{row.pk}-{key}", kind=Kind.BACKUP, words=words, detail=detail,
        params={"who": who.full_name, "number": ticket.pk, "subject": ticket.subject, **params},
        page="tickets:ticket", page_args=[ticket.pk], about=("ticket", ticket.pk), at=at, way=way,
    )  # fmt: skip
