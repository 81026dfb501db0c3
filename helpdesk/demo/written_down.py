"""What the demo company has written down, and who has confirmed it."""

import datetime

from django.db.models import QuerySet

from knowledge.actions import acknowledge, publish, start, write
from knowledge.models import Article
from knowledge.queries import audience
from staff.models import Team, User

DAY = datetime.timedelta(days=1)
OUTAGE_ONE = """An outage is anything that keeps more than five customers of one area from working.

## Tell them first

Set the priority to high and tag the ticket `outage` before you look for the cause.

The first answer says that we know of it, and when we write again.

## Then look

Call the network team. Write what you tried as a note, so that the next shift need not begin again.

Do not promise an hour at which it is mended.

Close nothing until the customer has seen it work."""
OUTAGE_TWO = OUTAGE_ONE.replace("more than five customers", "more than three customers").replace(
    "Call the network team.", "Call the network team; at night, the colleague on call."
)
REFUNDS = """Money goes back the way it came, within three working days.

- Up to 50 €: you decide. Write down why.
- Up to 300 €: ask your lead, with the ticket's number.
- More: the manager decides.

Never ask a customer for a card number. If one is in a letter, take it out with *Remove for good*."""
ROUTER = """1. Hold the button at the back for ten seconds, until the light turns orange.
2. Wait two minutes. The light must be white.
3. Open <http://192.0.2.1> and type the code from the sticker.

If the light stays orange, the line is down: see **Outages**."""
MOVING = """Ask for the new address, the day, and whether somebody is at home that day.

Fibre is not in every house: look at the map before you promise anything."""


def write_down(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """Two guidelines, one of them changed this week; two articles; a draft."""
    manager = next(one for one in people.values() if one.role == "manager")
    outages = _published(
        "guideline", "Outages", OUTAGE_ONE, by=manager, at=now - 40 * DAY, category="How we work", review=60
    )
    _confirmed(outages, now - 38 * DAY)
    said = _said("Outages", OUTAGE_TWO, manager, category="How we work", review_on=(now + 60 * DAY).date())
    note = {"change_note": "An outage begins with three customers; at night, call the colleague on call."}
    draft = write(outages, {**said, **note}, by=manager, at=now - 2 * DAY)
    publish(outages, by=manager, seen=draft.edit, at=now - 2 * DAY)
    _confirmed(outages, now - DAY, every=2)
    refunds = _published(
        "guideline", "Refunds", REFUNDS, by=manager, at=now - 30 * DAY, category="Billing", review=-3,
        teams=(teams["billing"],),
    )  # fmt: skip
    _confirmed(refunds, now - 29 * DAY)
    _published(
        "article",
        "FiberBox 3: back to the beginning",
        ROUTER,
        by=manager,
        at=now - 20 * DAY,
        category="Devices",
    )
    _published(
        "article", "Moving house", MOVING, by=manager, at=now - 12 * DAY, category="Contracts", review=30
    )
    start(
        _said("Static addresses", "What we give, to whom, and what it costs.", manager, category="Contracts"),
        kind="article", by=manager, at=now - DAY,
    )  # fmt: skip


def _published(
    kind: str, title: str, body: str, *, by: User, at: datetime.datetime, review: int | None = None, **said
) -> Article:
    review_on = (at + datetime.timedelta(days=40 + review)).date() if review is not None else None
    article = start(_said(title, body, by, review_on=review_on, **said), kind=kind, by=by, at=at)
    publish(article, by=by, seen=1, at=at)
    article.refresh_from_db()
    return article


def _said(title: str, body: str, owner: User, **more) -> dict:
    return {"title": title, "body": body, "owner": owner, **more}


def _confirmed(article: Article, at: datetime.datetime, every: int = 1) -> None:
    """By everybody it is for, or by each second of them."""
    article.refresh_from_db()
    readers: QuerySet[User] = audience(article).order_by("pk")
    for number, reader in enumerate(readers):
        if number % every == 0:
            acknowledge(article.current, by=reader, at=at + number * datetime.timedelta(minutes=17))
