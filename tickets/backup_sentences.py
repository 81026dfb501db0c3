"""What happened with backup, said in one line in the reader's language."""

from collections.abc import Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tickets.choices import BackupEnd, EventKind
from tickets.models import TicketEvent
from tickets.phrases import Names, Say, line


def _asked(event: TicketEvent, names: Names) -> SafeString:
    if event.data.get("skill"):
        return line(_("{who} needs backup: {skill}"), event, skill=event.data["skill"])
    return line(_("{who} needs backup"), event)


def _called(event: TicketEvent, names: Names) -> SafeString:
    people = ", ".join(names.user(pk) for pk in event.data.get("to", ()))
    return line(_("Asked to back up: {people}"), event, people=people)


def _declined(event: TicketEvent, names: Names) -> SafeString:
    return line(_("{who} cannot back up: {reason}"), event, reason=event.data.get("reason", ""))


def _came(event: TicketEvent, names: Names) -> SafeString:
    return line(_("{who} backs up"), event)


def _ended(event: TicketEvent, names: Names) -> SafeString:
    if event.data.get("end") == BackupEnd.ANSWERED:
        return line(_("Backup given, says {who}"), event)
    return line(_("Backup no longer needed, says {who}"), event)


SAY: Mapping[str, Say] = {
    EventKind.BACKUP_ASKED: _asked,
    EventKind.BACKUP_CALLED: _called,
    EventKind.BACKUP_DECLINED: _declined,
    EventKind.BACKUP_CAME: _came,
    EventKind.BACKUP_ENDED: _ended,
}
