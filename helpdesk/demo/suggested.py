"""What the demo company suggested and thanked each other for, and what its customers praised."""

import datetime

from knowledge.models import Article
from staff.models import Team, User
from suggestions.actions import (
    link,
    merge,
    move,
    say,
    set_goal,
    share,
    suggest,
    support,
    tell_of_anonymous,
    tell_progress,
    thank,
    watch,
)
from suggestions.models import Praise
from tickets.actions.praising import praise
from tickets.choices import MessageKind
from tickets.models import Message

DAY = datetime.timedelta(days=1)
KIND = r"(very much|quick help|suur aitäh|kiire abi|bardzo dziękuję|szybką pomoc|большое спасибо)"
MOST_PRAISE = 6


def suggest_and_thank(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """One of each: done, considered, declined, too late, without a name, put together with another."""
    who = {email.split("@")[0]: person for email, person in people.items()}
    _done(teams, who, now - 34 * DAY)
    _considered(teams, who, now - 6 * DAY)
    _declined(teams, who, now - 15 * DAY)
    late = suggest(
        by=who["maarja"], title="A second screen for whoever reads invoices", at=now - 21 * DAY,
        body="The contract on one side, the invoice on the other. Now we print them.",
    )  # fmt: skip
    support(late, by=who["emma"], on=True)
    suggest(
        by=who["jaan"], anonymous=True, team=teams["tallinn"], title="The hall is too loud on Mondays",
        body="Customers hear it. Could the stand-up be in the kitchen?", at=now - 3 * DAY,
    )  # fmt: skip
    tell_of_anonymous(now - DAY)
    watch(now - DAY)
    _thanks(who, now)
    _goals(teams, who, now)


def _done(teams: dict[str, Team], who: dict[str, User], at: datetime.datetime) -> None:
    one = suggest(
        by=who["emma"], title="Say in one place how much we decide ourselves", team=teams["billing"],
        body="Three colleagues told me three amounts. I would like to read it *before* I write.", at=at,
    )  # fmt: skip
    for name in ("maarja", "triin"):
        support(one, by=who[name], on=True)
    move(
        one,
        "accept",
        by=who["liis"],
        words="You are right. It goes into the guideline on refunds.",
        at=at + 2 * DAY,
    )
    guideline = Article.objects.get(title="Refunds")
    link(one, by=who["liis"], version=guideline.current, at=at + 5 * DAY)
    move(one, "finish", by=who["liis"], words="The guideline says 50 € and 300 € now.", at=at + 5 * DAY)


def _considered(teams: dict[str, Team], who: dict[str, User], at: datetime.datetime) -> None:
    one = suggest(
        by=who["andrei"], title="Ask for a picture of the router in the first answer", at=at,
        team=teams["tallinn"], body="Half of our second letters ask which light is on. One picture says it.",
    )  # fmt: skip
    twin = suggest(
        by=who["triin"], title="A field for the lights of the router", team=teams["tallinn"],
        body="So that we need not ask.", at=at + DAY,
    )  # fmt: skip
    support(one, by=who["jaan"], on=True)
    move(one, "consider", by=who["liis"], at=at + DAY)
    merge(twin, into=one, by=who["liis"], at=at + 2 * DAY)
    say(one, by=who["jaan"], words="In two languages, please: the stickers differ.", at=at + 3 * DAY)


def _declined(teams: dict[str, Team], who: dict[str, User], at: datetime.datetime) -> None:
    one = suggest(
        by=who["diego"], title="Change shifts at 14:30 instead of 14:00", team=teams["madrid"],
        body="Lunch is at two; everybody calls then.", at=at,
    )  # fmt: skip
    support(one, by=who["lucia"], on=True)
    words = "Not this year: the bus of the evening shift leaves at 22:00. We look at it again in spring."
    move(one, "decline", by=who["agnieszka"], words=words, at=at + 4 * DAY)


def _thanks(who: dict[str, User], now: datetime.datetime) -> None:
    for giver, names, words, days in (
        ("emma", ("maarja",), "You took my three oldest tickets while I was at the dentist.", 1),
        (
            "jaan",
            ("andrei", "triin"),
            "Nobody in Tartu noticed the outage, because you wrote to them first.",
            4,
        ),
        ("piotr", ("katarzyna",), "Your note on the port saved me an evening.", 9),
    ):
        made = thank(
            by=who[giver], to=[who[name] for name in names], words=words, shared=True, at=now - days * DAY
        )
        for row in made.thanked.select_related("colleague"):
            share(row, by=row.colleague, on=True)
    thank(by=who["liis"], to=[who["jaan"]], words="For staying calm yesterday.", at=now - 2 * DAY)


def _goals(teams: dict[str, Team], who: dict[str, User], now: datetime.datetime) -> None:
    calm = set_goal(
        by=who["liis"], team=teams["tallinn"], title="No ticket waits over the weekend",
        until=(now + 30 * DAY).date(), at=now - 20 * DAY,
    )  # fmt: skip
    tell_progress(
        calm, by=who["liis"], progress=70, note="Two weekends out of three.", seen=1, at=now - 5 * DAY
    )
    quick = set_goal(
        by=who["liis"], team=teams["billing"], title="Every refund is decided within two days",
        until=(now - DAY).date(), at=now - 30 * DAY,
    )  # fmt: skip
    tell_progress(quick, by=who["liis"], progress=100, note="Four weeks in a row.", seen=1, at=now - 3 * DAY)


def praise_some(people: dict[str, User]) -> None:
    """Kind words that customers wrote, kept by whoever leads the team."""
    leads = {row.team_id: row.user for one in people.values() for row in one.memberships.filter(leads=True)}
    found = Message.objects.filter(kind=MessageKind.PUBLIC, contact__isnull=False, text__iregex=KIND)
    for message in found.select_related("ticket__team", "ticket__assignee").order_by("-at")[:MOST_PRAISE]:
        if message.ticket.team_id in leads:
            kept = praise(message, by=leads[message.ticket.team_id])
            Praise.objects.filter(pk=kept.pk).update(noted_at=message.at + datetime.timedelta(hours=3))
