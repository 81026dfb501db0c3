"""What colleagues are writing on a ticket goes along when it is merged, and comes back."""

from typing import Any

from django.utils.dateparse import parse_datetime

from tickets.models import Draft, Ticket

BETWEEN = "\n\n"


def carry_over(source: Ticket, target: Ticket) -> list[dict[str, Any]]:
    """To the target; under what its writer has begun there already. What it takes to bring them back."""
    return [_carry(draft, target) for draft in Draft.objects.filter(ticket=source).order_by("pk")]


def _carry(draft: Draft, target: Ticket) -> dict[str, Any]:
    told = {
        "id": draft.pk, "user": draft.user_id, "kind": draft.kind, "text": draft.text, "to": draft.to,
        "cc": draft.cc, "saved_at": draft.saved_at.isoformat(), "into": None, "over": "",
    }  # fmt: skip
    there = Draft.objects.filter(ticket=target, user=draft.user_id, kind=draft.kind)
    begun = there.first()
    if begun is None:
        # Not save(): when it was typed stays true.
        Draft.objects.filter(pk=draft.pk).update(ticket=target)
        return told
    there.update(text=f"{begun.text}{BETWEEN}{draft.text}")
    draft.delete()
    return told | {"into": begun.pk, "over": begun.text}


def carry_back(source: Ticket, target: Ticket, told: list[dict[str, Any]]) -> None:
    """Back to the source, as they were. What was typed on, or sent, or begun anew meanwhile stays."""
    for one in told:
        joined = f"{one['over']}{BETWEEN}{one['text']}" if one["into"] else one["text"]
        there = Draft.objects.filter(pk=one["into"] or one["id"], ticket=target, text=joined)
        if Draft.objects.filter(ticket=source, user=one["user"], kind=one["kind"]).exists():
            continue
        if one["into"] is None:
            there.update(ticket=source)
        elif there.update(text=one["over"]):
            _again(source, one)


def _again(source: Ticket, one: dict[str, Any]) -> None:
    same = {name: one[name] for name in ("id", "kind", "text", "to", "cc")}
    Draft.objects.bulk_create([Draft(ticket=source, user_id=one["user"], **same)])
    Draft.objects.filter(pk=one["id"]).update(saved_at=parse_datetime(one["saved_at"]))
