"""Who works at Põhjavõrk, when, and what they promise."""

from dataclasses import dataclass
from typing import Any

DOMAIN = "pohjavork.example"
PASSWORD = "northern lights 60"  # noqa: S105  printed with the logins: it opens a demo and nothing else
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True)
class DemoTeam:
    """`holidays` are month and day, the same every year. `extra` opens other weekdays."""

    slug: str
    name: str
    language: str
    colour: int
    tz: str
    workday: tuple[tuple[str, str], ...]
    holidays: tuple[str, ...]
    signature: str
    extra: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def address(self) -> str:
        return f"{self.slug}@{DOMAIN}"

    def schedule(self, year: int) -> dict[str, Any]:
        """Opening hours in their written form, with the holidays of the years around."""
        week = {day: [list(span) for span in self.workday] for day in WORKDAYS}
        week |= {day: [list(span) for span in spans] for day, spans in self.extra}
        closed = [f"{y}-{day}" for y in (year - 1, year, year + 1) for day in self.holidays]
        return {"tz": self.tz, "hours": week, "holidays": sorted(closed)}


ESTONIAN = ("01-01", "02-24", "05-01", "06-23", "06-24", "08-20", "12-24", "12-25", "12-26")
TEAMS = (
    DemoTeam("tallinn", "Tallinn Support", "et", 1, "Europe/Tallinn",
             (("08:00", "12:00"), ("12:30", "20:00")), ESTONIAN, "Põhjavõrgu klienditugi, Tallinn",
             (("sat", (("10:00", "16:00"),)),)),
    DemoTeam("krakow", "Kraków Support", "pl", 2, "Europe/Warsaw",
             (("08:00", "13:00"), ("13:45", "18:00")),
             ("01-01", "01-06", "05-01", "05-03", "08-15", "11-01", "11-11", "12-25", "12-26"),
             "Põhjavõrk, obsługa klienta, Kraków"),
    DemoTeam("madrid", "Madrid Support", "es", 3, "Europe/Madrid",
             (("09:00", "14:00"), ("15:00", "20:00")),
             ("01-01", "01-06", "05-01", "05-02", "08-15", "10-12", "11-02", "12-06", "12-08", "12-25"),
             "Põhjavõrk, atención al cliente, Madrid"),
    DemoTeam("russian-desk", "Russian desk", "ru", 4, "Europe/Tallinn",
             (("09:00", "13:00"), ("13:30", "18:00")), ESTONIAN, "Põhjavõrk, служба поддержки",
             (("sat", (("10:00", "14:00"),)),)),
    DemoTeam("billing", "Billing", "en", 5, "Europe/Tallinn",
             (("09:00", "12:30"), ("13:15", "17:30")), ESTONIAN, "Põhjavõrk Billing"),
)  # fmt: skip


@dataclass(frozen=True)
class DemoPerson:
    login: str
    full_name: str
    role: str
    teams: tuple[str, ...]
    language: str
    tz: str = "Europe/Tallinn"

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"

    @property
    def first_name(self) -> str:
        return self.full_name.split(" ")[0]


PEOPLE = (
    DemoPerson("jaan", "Jaan Tamm", "agent", ("tallinn",), "et"),
    DemoPerson("triin", "Triin Kask", "agent", ("tallinn", "billing"), "et"),
    DemoPerson("piotr", "Piotr Wiśniewski", "agent", ("krakow",), "pl", "Europe/Warsaw"),
    DemoPerson("katarzyna", "Katarzyna Zielińska", "agent", ("krakow",), "pl", "Europe/Warsaw"),
    DemoPerson("lucia", "Lucía Navarro", "agent", ("madrid",), "es", "Europe/Madrid"),
    DemoPerson("diego", "Diego Fuentes", "agent", ("madrid",), "es", "Europe/Madrid"),
    DemoPerson("olga", "Ольга Смирнова", "agent", ("russian-desk",), "ru"),
    DemoPerson("andrei", "Андрей Ковалёв", "agent", ("russian-desk", "tallinn"), "ru"),
    DemoPerson("maarja", "Maarja Saar", "agent", ("billing",), "en"),
    DemoPerson("emma", "Emma Lind", "agent", ("billing", "tallinn"), "en"),
    DemoPerson("liis", "Liis Põder", "lead", ("tallinn", "russian-desk", "billing"), "et"),
    DemoPerson("agnieszka", "Agnieszka Nowak", "lead", ("krakow", "madrid"), "pl", "Europe/Warsaw"),
    DemoPerson("mona", "Mona Raud", "manager", (), "en"),
    DemoPerson("toomas", "Toomas Sepp", "admin", (), "en"),
)


# Whose ticket it is hears of the danger; who leads the team, of the harm; the manager, if nobody sees to it.
LADDER = [
    {"since": "warning", "to": "assignee"},
    {"since": "breach", "to": "team_lead"},
    {"since": "breach", "minutes": 60, "to": "manager"},
]


def target(minutes: int, **more: Any) -> dict[str, Any]:
    return {"minutes": minutes, "warn": [0.75], **more}


def terms(first: tuple[int, int, int, int], resolution: tuple[int, int, int, int]) -> dict[str, Any]:
    """Minutes for low, normal, high and urgent. Urgent is promised around the clock; the rest in open
    hours.
    """
    priorities = {}
    for name, answer, solve in zip(("low", "normal", "high", "urgent"), first, resolution, strict=True):
        hours = {"hours": "calendar"} if name == "urgent" else {}
        priorities[name] = {
            "first_response": target(answer, **hours),
            "resolution": target(solve, pauses_in=["waiting", "hold"], **hours),
        }
    return {"priorities": priorities, "ladder": LADDER}


# What a policy asks of a ticket besides its team.
ASKS = {"VIP customers": {"all": [{"field": "vip", "how": "yes"}]}}
# Name, team (none: everybody else's), position, terms.
POLICIES = (
    ("VIP customers", None, 0, terms((480, 210, 75, 40), (3000, 1200, 480, 600))),
    ("Billing", "billing", 5, terms((960, 480, 240, 120), (4800, 2400, 960, 960))),
    ("Standard", None, 10, terms((600, 240, 90, 45), (3600, 1500, 600, 720))),
)
