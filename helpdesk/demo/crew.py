"""The people of an agency who take calls and chats beside the company's own: paid by its invoice, planned
with everybody, and of no story.
"""

import datetime
from decimal import Decimal

from staff.actions import hire, set_contract
from staff.models import Team, User

# Login, name, team, language, zone, hours a week.
CREW = (
    ("kadri", "Kadri Mägi", "tallinn", "et", "Europe/Tallinn", "40"),
    ("rasmus", "Rasmus Ilves", "tallinn", "et", "Europe/Tallinn", "40"),
    ("liisa", "Liisa Org", "tallinn", "et", "Europe/Tallinn", "40"),
    ("marek", "Marek Sild", "tallinn", "et", "Europe/Tallinn", "32"),
    ("andres", "Andres Kull", "tallinn", "et", "Europe/Tallinn", "32"),
    ("zofia", "Zofia Lis", "krakow", "pl", "Europe/Warsaw", "40"),
    ("viktor", "Виктор Павлов", "russian-desk", "ru", "Europe/Tallinn", "40"),
)
DOMAIN = "abikeskus.example"
SINCE = datetime.timedelta(days=180)


def bring_crew(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> dict[str, User]:
    """By address, as the others are; with the password that everybody has."""
    manager = next(one for one in people.values() if one.role == "manager")
    found = {}
    for login, name, team, language, zone, hours in CREW:
        address = f"{login}@{DOMAIN}"
        user = hire(
            email=address, full_name=name, role="agent", teams=(teams[team],), language=language,
            time_zone=zone,
        )  # fmt: skip
        set_contract(user, by=manager, from_on=(now - SINCE).date(), weekly_hours=Decimal(hours))
        found[address] = user
    password = User.objects.values_list("password", flat=True).get(pk=manager.pk)
    User.objects.filter(email__in=found).update(password=password)
    return found
