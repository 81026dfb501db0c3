"""The company that the tickets belong to: teams, agents, managers, one promise; and its customers."""

import itertools
import random
from dataclasses import dataclass

from benchmarks.lives import HOURS, TERMS
from scheduling.actions import set_hours
from sla.actions import set_policy
from staff.actions import hire
from staff.choices import Role
from staff.models import Team, User

TEAMS = (
    ("Tallinn", "et", "Europe/Tallinn"),
    ("Kraków", "pl", "Europe/Warsaw"),
    ("Madrid", "es", "Europe/Madrid"),
    ("Русский стол", "ru", "Europe/Riga"),
    ("Business", "en", "Europe/London"),
)
AGENTS_A_TEAM = 8
# How the tickets fall to the teams.
SHARES = (30, 22, 20, 12, 16)
# The people whose pages are measured: an agent of the first team; a manager, who sees every ticket.
AGENT, MANAGER = "agent00@desk.example", "manager0@desk.example"

FIRST_NAMES = (  # noqa: SIM905
    "Amara Ben Cleo Dana Eve Jaan Katrin Liis Mart Piotr Zofia Kasia Marek Lucía Diego Carmen Álvaro "
    "Ольга Иван Елена Дмитрий Emma Noah Priya Tomás Siim Kadri Agnieszka Rafael Наталья"
).split()
LAST_NAMES = (  # noqa: SIM905
    "Kask Tamm Saar Mägi Okafor Lund Nowak Kowalska Wójcik Zieliński García Fernández López Martín "
    "Иванова Смирнов Кузнецов Волкова Brown Taylor Singh Rossi Weber Novák Ilves Lepik Rand Mets "
    "Silva Petrov"
).split()


@dataclass(frozen=True)
class Company:
    """`agents` are the ids of each team's agents; keys are team ids."""

    teams: tuple[int, ...]
    languages: dict[int, str]
    agents: dict[int, tuple[int, ...]]
    policy: int
    calendar: int
    contacts: int
    emails: tuple[str, ...]


def _names(seed: str):
    names = [f"{first} {last}" for first, last in itertools.product(FIRST_NAMES, LAST_NAMES)]
    random.Random(seed).shuffle(names)
    return itertools.cycle(names)


def found() -> Company:
    """Teams, people, opening hours and promise, by the desk's own actions. Nobody has a password."""
    names = _names("staff")
    teams = [
        Team.objects.create(name=name, slug=f"team-{at}", language=language, colour=at + 1)
        for at, (name, language, _) in enumerate(TEAMS)
    ]
    agents: dict[int, tuple[int, ...]] = {}
    for at, team in enumerate(teams):
        people: list[User] = []
        for place in range(AGENTS_A_TEAM):
            # Every fourth also helps the next team.
            also = (teams[(at + 1) % len(teams)],) if place % 4 == 3 else ()
            people.append(
                hire(
                    email=f"agent{at}{place}@desk.example",
                    full_name=next(names),
                    role=Role.LEAD if place == AGENTS_A_TEAM - 1 else Role.AGENT,
                    teams=(team, *also),
                    time_zone=TEAMS[at][2],
                )
            )
        agents[team.pk] = tuple(person.pk for person in people)
    for at in range(2):
        hire(email=f"manager{at}@desk.example", full_name=next(names), role=Role.MANAGER)
    calendar = set_hours("Weekdays", HOURS, teams=tuple(teams))
    policy = set_policy("Standard", TERMS)
    return Company(
        teams=tuple(team.pk for team in teams),
        languages={team.pk: team.language for team in teams},
        agents=agents,
        policy=policy.pk,
        calendar=calendar.pk,
        contacts=0,
        emails=(),
    )


def people_rows(tickets: int, now: str) -> dict[str, list[tuple]]:
    """Rows of organisations, contacts and their addresses: a contact for eight tickets, five to an
    organisation.
    """
    names = _names("contacts")
    count = max(50, tickets // 8)
    organisations = max(10, count // 5)
    languages = itertools.cycle([language for _, language, _ in TEAMS])
    contacts, addresses = [], []
    for pk in range(1, count + 1):
        email = f"c{pk}@customer{pk % organisations}.example"
        employer = pk % organisations + 1 if pk % 3 else None
        contacts.append((pk, next(names), next(languages), "Europe/Tallinn", now, email, employer))
        addresses.append((pk, email, now, pk))
    return {
        "customers_organisation": [
            (pk, f"Organisation {pk} OÜ", pk % 50 == 0, False, now) for pk in range(1, organisations + 1)
        ],
        "customers_contact": contacts,
        "customers_contactaddress": addresses,
    }
