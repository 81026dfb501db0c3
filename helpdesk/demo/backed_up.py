"""Who needed backup in the demo company, and what its tickets ask of those who take them."""

import datetime

from knowledge.models import Article
from staff.models import Skill, User
from tickets.access import colleagues_for
from tickets.actions import add_note
from tickets.actions.backing_up import ask_backup, come, end_backup
from tickets.actions.gating import save_gate
from tickets.choices import State
from tickets.models import Backup, Ticket, TicketType

DAY, HOUR, MINUTE = (datetime.timedelta(minutes=n) for n in (1440, 60, 1))


def put_up_gates(people: dict[str, User], now: datetime.datetime) -> None:
    """Bills ask for a skill and a guideline since a few days; problems for the guideline that changed."""
    mona = next(one for email, one in people.items() if email.startswith("mona@"))
    for name, title, skill, grace, days in (
        ("Bill", "Refunds", "Paying money back", 14, 3), ("Problem", "Outages", None, 7, 40),
    ):  # fmt: skip
        said = {
            "type": TicketType.objects.get(name=name), "grace_days": grace, "level": 2,
            "guidelines": [Article.objects.get(title=title, kind="guideline")],
            "skill": Skill.objects.get(name=skill) if skill else None,
        }  # fmt: skip
        save_gate(None, said, by=mona, at=now - days * DAY)


def back_up(now: datetime.datetime) -> None:
    """One was helped, one is being helped, one waits for somebody to come."""
    at_hand = list(
        Ticket.objects.filter(state=State.OPEN, assignee__isnull=False, merged_into=None)
        .select_related("assignee")
        .order_by("number")
    )
    if len(at_hand) < 3 or at_hand[0].opened_at > now - DAY:
        return
    helped, going_on, waits = at_hand[0], at_hand[1], at_hand[-1]
    row = _helped(helped, "Is this ours to repair?", "Yes: we were down there.", now - DAY)
    end_backup(row, by=helped.assignee, answered=True, at=now - DAY + 12 * MINUTE)
    _helped(
        going_on, "I have never seen this. What would you try first?", "I look at it with you.", now - HOUR
    )
    words = "Could somebody look at this with me?"
    ask_backup(waits, by=waits.assignee, words=words, at=now - 4 * MINUTE)


def _helped(ticket: Ticket, asked: str, said: str, at: datetime.datetime) -> Backup:
    """By the first colleague who may see it."""
    row = ask_backup(ticket, by=ticket.assignee, words=asked, at=at)
    helper = colleagues_for(ticket).exclude(pk=ticket.assignee_id).order_by("pk")[0]
    come(row, by=helper, at=at + 3 * MINUTE)
    add_note(ticket, by=helper, text=said, at=at + 9 * MINUTE)
    return row
