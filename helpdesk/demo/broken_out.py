"""An outbreak at the demo company: for half an hour the television of many has no picture."""

import datetime
import random

from customers.models import Contact
from reports.radar.finding import scan
from staff.models import Team
from tickets.actions import open_ticket
from tickets.choices import Channel

SEED = "No picture"
HOW_MANY = 12
SAID = {
    "en": (
        (
            "TV has no picture since this morning",
            "The television shows no picture, only error E74 on the box.",
        ),
        ("Error E74 on the TV box", "The box says error E74 and there is no picture on any channel."),
        ("No picture on TV, box shows E74", "Restarted the box twice: no picture, error E74."),
    ),
    "et": (
        ("Televiisoris pole pilti", "Digiboks näitab viga E74 ja televiisoris pole pilti."),
        ("Digiboksi viga E74", "Pilti pole ühelgi kanalil, digiboksil on viga E74."),
        ("Telepilt kadus, viga E74", "Käivitasin digiboksi uuesti, aga telepilti pole ja viga on E74."),
    ),
}


def break_out(team: Team, now: datetime.datetime) -> None:
    """Twelve customers write within half an hour, and the radar looks."""
    rng = random.Random(SEED)  # noqa: S311  the same world for everyone is what is wanted
    crowd = [*Contact.objects.filter(language__in=[*SAID]).order_by("pk")]
    for n, contact in enumerate(rng.sample(crowd, min(HOW_MANY, len(crowd)))):
        subject, text = rng.choice(SAID["et" if n % 4 == 3 else "en"])
        at = now - datetime.timedelta(minutes=3 + 2.5 * n)
        ticket = open_ticket(
            by=contact, requester=contact, team=team, subject=subject, text=text, channel=Channel.WEB,
            tags=["television"], at=at,
        )  # fmt: skip
        # References are random so that they tell nothing; here they must be the same for everyone.
        ticket.reference = f"TV{n:06}"
        type(ticket).objects.filter(pk=ticket.pk).update(reference=ticket.reference)
    scan(now)
