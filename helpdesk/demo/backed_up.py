"""Who needed backup in the demo company, and what its tickets ask of those who take them."""

import datetime

from knowledge.models import Article
from staff.models import Skill, User
from tickets.actions import add_note
from tickets.actions.backing_up import ask_backup, come, end_backup
from tickets.actions.gating import save_gate
from tickets.choices import State
from tickets.models import Ticket, TicketType

DAY, MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)


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


def back_up(people: dict[str, User], now: datetime.datetime) -> None:
    """One was helped, one is being helped, one waits for somebody to come."""
    who = {email.split("@")[0]: person for email, person in people.items()}
    helped, going_on, waits = (_at_hand(who[name], number) for name, number in (
        ("emma", 0), ("emma", 1), ("andrei", 0),
    ))  # fmt: skip
    if helped:
        row = ask_backup(helped, by=who["emma"], words="Is this ours to pay back?", at=now - 2 * DAY)
        come(row, by=who["maarja"], at=now - 2 * DAY + 3 * MINUTE)
        add_note(helped, by=who["maarja"], text="Yes, we were down.", at=now - 2 * DAY + 9 * MINUTE)
        end_backup(row, by=who["emma"], answered=True, at=now - 2 * DAY + 12 * MINUTE)
    if going_on:
        words = "Two invoices for the same month. Which one do I cancel?"
        row = ask_backup(going_on, by=who["emma"], words=words, at=now - 20 * MINUTE)
        come(row, by=who["maarja"], at=now - 16 * MINUTE)
        add_note(going_on, by=who["maarja"], text="I have both before me.", at=now - 14 * MINUTE)
    if waits:
        words = "The line comes and goes, I have never seen this."
        ask_backup(waits, by=who["andrei"], words=words, at=now - 4 * MINUTE)


def _at_hand(user: User, number: int) -> Ticket | None:
    """One that they have in hand."""
    theirs = Ticket.objects.filter(
        assignee=user, state=State.OPEN, merged_into=None, asks_backup=False,
        team__slug="billing" if user.email.startswith("emma@") else "russian-desk",
    )  # fmt: skip
    return next(iter(theirs.order_by("-number")[number : number + 1]), None)
