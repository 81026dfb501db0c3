"""What colleagues are writing on a ticket: kept as they type, brought back from an answer that is none after
all, and taken along when the ticket is merged.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q
from django.utils.dateparse import parse_datetime

from staff.models import User
from tickets.models import Draft, DraftFile, Macro, Message, Ticket

BETWEEN = "\n\n"
MOST_TEXT, MOST_ADDRESSED = 200_000, 5000


def save_draft(
    ticket: Ticket, *, by: User, kind: str, text: str, to: str = "", cc: str = "", instead_of: str = "",
    macro: Macro | None = None,
) -> Draft | None:  # fmt: skip
    """Keep what is being written; an emptied draft without files is gone. On a ticket that was merged nothing
    is kept: what was there has gone along, and what is typed on is brought when it is sent.

    The draft of the kind `instead_of` goes, but for its files: a note has become an answer, or the reverse.
    """
    if ticket.merged_into_id:
        return None
    written = Draft.objects.being_written().filter(user=by, ticket=ticket)
    other = written.filter(kind=instead_of).first() if instead_of else None
    has_files = DraftFile.objects.filter(draft__in=written).exists()
    if not text.strip() and not has_files and macro is None and not written.shared().exists():
        written.filter(kind__in=[kind, instead_of]).delete()
        return None
    if has_been_taken(ticket, by=by, kind=kind, text=text):
        return None
    said = {"text": text[:MOST_TEXT], "to": to[:MOST_ADDRESSED], "cc": cc[:MOST_ADDRESSED], "macro": macro}
    begun = {"shared_at": other.shared_at, "edit": other.edit + 1} if other else {}
    draft, _ = Draft.objects.being_written().update_or_create(
        user=by,
        ticket=ticket,
        kind=kind,
        defaults=said | {"edit": F("edit") + 1},
        create_defaults=said | begun,
    )
    if other:
        other.files.update(draft=draft)
        other.delete()
    return draft


def has_been_taken(ticket: Ticket, *, by: User, kind: str, text: str) -> bool:
    """Whether a colleague writes on in what is theirs no more, and they have added nothing to it since."""
    rows = Draft.objects.shared().filter(ticket=ticket, kind=kind, taken_from=by).exclude(user=by)
    return any(row.text.startswith(text.strip()) for row in rows)


def files_of(ticket: Ticket, *, by: User, numbers: Collection[int]) -> list[DraftFile]:
    """Those of the files that lie with what they are writing here."""
    written = Draft.objects.being_written().filter(user=by, ticket=ticket)
    rows = DraftFile.objects.filter(draft__in=written, pk__in=numbers) if numbers else ()
    return list(rows and rows.select_related("blob").order_by("pk"))


def discard_draft(ticket: Ticket, *, by: User, kind: str) -> None:
    Draft.objects.being_written().filter(user=by, ticket=ticket, kind=kind).delete()


def bring_back(message: Message) -> Draft:
    """What was typed for this answer is being written again, with its files."""
    kept = Draft.objects.get(message=message)
    DraftFile.objects.bulk_create(
        [
            DraftFile(draft=kept, blob_id=file.blob_id, name=file.name, content_type=file.content_type)
            for file in message.attachments.order_by("pk")
        ]
    )
    return write_on(kept)


def write_on(draft: Draft) -> Draft:
    """A draft that waited is being written again; above what its writer has begun meanwhile."""
    begun = Draft.objects.being_written().filter(user=draft.user_id, ticket=draft.ticket_id, kind=draft.kind)
    if other := begun.first():
        draft.text = f"{draft.text}{BETWEEN}{other.text}"[:MOST_TEXT]
        other.files.update(draft=draft)
        other.delete()
    draft.message = draft.send_at = draft.asked_at = None
    draft.save(update_fields=["text", "message", "send_at", "asked_at", "saved_at"])
    return draft


def forget_sent(message: Message) -> None:
    """It has left: nobody can take it back any more."""
    Draft.objects.filter(message=message).delete()


# --- merging


def carry_over(source: Ticket, target: Ticket) -> list[dict[str, Any]]:
    """To the target; under what its writer has begun there already. What it takes to bring them back. What
    was planned goes along and keeps its time.
    """
    rows = Draft.objects.filter(ticket=source, message=None).order_by("pk")
    return [_carry(draft, target) for draft in rows]


def _carry(draft: Draft, target: Ticket) -> dict[str, Any]:
    told = {
        "id": draft.pk, "user": draft.user_id, "kind": draft.kind, "text": draft.text, "to": draft.to,
        "cc": draft.cc, "saved_at": draft.saved_at.isoformat(), "into": None, "over": "",
    }  # fmt: skip
    there = Draft.objects.being_written().filter(ticket=target, user=draft.user_id, kind=draft.kind)
    begun = None if draft.send_at or draft.asked_at else there.first()
    if begun is None:
        # Not save(): when it was typed stays true.
        Draft.objects.filter(pk=draft.pk).update(ticket=target)
        return told
    there.update(text=f"{begun.text}{BETWEEN}{draft.text}")
    draft.files.update(draft=begun)
    draft.delete()
    return told | {"into": begun.pk, "over": begun.text}


def carry_back(source: Ticket, target: Ticket, told: list[dict[str, Any]]) -> None:
    """Back to the source, as they were. What was typed on, or sent, or begun anew meanwhile stays."""
    for one in told:
        joined = f"{one['over']}{BETWEEN}{one['text']}" if one["into"] else one["text"]
        there = Draft.objects.filter(pk=one["into"] or one["id"], ticket=target, text=joined)
        begun = Draft.objects.being_written().filter(ticket=source, user=one["user"], kind=one["kind"])
        waits = Q(send_at__isnull=False) | Q(asked_at__isnull=False)
        if begun.exists() and not there.filter(waits).exists():
            continue
        if one["into"] is None:
            there.update(ticket=source)
        elif there.update(text=one["over"]):
            _again(source, one)


def _again(source: Ticket, one: dict[str, Any]) -> None:
    same = {name: one[name] for name in ("id", "kind", "text", "to", "cc")}
    Draft.objects.bulk_create([Draft(ticket=source, user_id=one["user"], **same)])
    Draft.objects.filter(pk=one["id"]).update(saved_at=parse_datetime(one["saved_at"]))
