"""What the chaos of mail asks the desk: python -m benchmarks.chaos_desk prepare|account, JSON in and out."""

import json
import os
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from mail.actions import save_mailbox  # noqa: E402
from mail.models import RawEmail  # noqa: E402
from mail.queries import balanced, ledger  # noqa: E402
from staff.models import Team  # noqa: E402
from tickets.models import Message, Ticket  # noqa: E402

KEPT = {"created", "appended", "quarantined", "ignored"}


def prepare(boxes: list[dict]) -> None:
    """Tables, and these mailboxes."""
    call_command("migrate", verbosity=0)
    team, _made = Team.objects.get_or_create(slug="chaos", defaults={"name": "Chaos", "colour": 1})
    for about in boxes:
        save_mailbox(by=None, team=team, security="none", host="127.0.0.1", **about)


def account(ids: list[str]) -> dict:
    """What became of the mails with these ids. All numbers but the first ones should be 0."""
    outcomes: dict[str, list[str]] = {}
    for key, outcome in RawEmail.objects.values_list("mail_key", "outcome"):
        outcomes.setdefault(key, []).append(outcome)
    messages = Counter(
        Message.objects.filter(message_id__in=ids).values_list("message_id", flat=True).iterator()
    )
    counts = ledger()
    said = {key: [each for each in outcomes.get(key, []) if each in KEPT] for key in ids}
    return {
        "delivered": len(ids),
        "tickets": Ticket.objects.count(),
        "ledger": counts,
        "lost": sum(not each for each in said.values()),
        "doubled": sum(len(each) > 1 for each in said.values())
        + sum(1 for count in messages.values() if count > 1),
        "fetched twice": sum(len(each) > 1 for each in outcomes.values()),
        "strangers": len(outcomes.keys() - set(ids) - {""}),
        "pending": counts["pending"],
        "held": RawEmail.objects.filter(outcome="quarantined").count(),
        "still due on the server": RawEmail.objects.filter(server_due=True).count(),
        "unbalanced": 0 if balanced(counts) else 1,
    }


if __name__ == "__main__":
    given = json.load(sys.stdin)
    print(json.dumps(prepare(given) if sys.argv[1] == "prepare" else account(given)))
