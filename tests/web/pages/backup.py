"""Pages of backup, and of who may take what."""

from django.utils import timezone

from staff.duty import note_here
from staff.models import Skill
from tests.factories import make_ticket
from tickets.actions.backing_up import ask_backup
from tickets.actions.gating import save_gate
from tickets.actions.product_signs import add_sign
from tickets.actions.setting_up import save_type

PAGES: dict[str, str | None] = {
    "tickets:backups": "cleo",
    "tickets:backup": "cleo",
    "tickets:gates": "mona",
    "tickets:gate_new": "mona",
    "tickets:gate": "mona",
    "tickets:products": "mona",
    "tickets:may_take": "amara",
}
SHOWS: dict[str, str] = {
    "tickets:backups": "mono ink3",
    "tickets:backup": "I help",
    "tickets:gates": "Card payments",
    "tickets:gate": "Who lacks something",
    "tickets:products": "is no sign of Card payments",
    "tickets:may_take": "something is missing",
}
NO_PAGES: set[str] = {"tickets:gate_archive", "tickets:product_drop", "staff:away"}


def arguments(cast) -> dict[str, list]:
    skill, _made = Skill.objects.get_or_create(name="Card payments", defaults={"kind": "product"})
    kind = save_type(None, {"name": f"Chargeback {cast.nasty}"[:60]}, by=cast.mona)
    add_sign(skill, {"type": kind}, by=cast.mona)
    said = {"type": kind, "skill": skill, "level": 2, "grace_days": 7}
    gate = save_gate(None, said, by=cast.mona, at=timezone.now())
    note_here(cast.cleo)
    ticket = make_ticket(requester=cast.dana, team=cast.billing, subject=cast.nasty[:200])
    ask_backup(ticket, by=cast.amara, words=cast.nasty)
    return {"tickets:backup": [ticket.pk], "tickets:gate": [gate.pk]}
