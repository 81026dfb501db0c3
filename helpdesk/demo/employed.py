"""How the people of the demo company are employed, whom they report to, and what they can do."""

import datetime
from decimal import Decimal

from staff.actions import grant_skill, need_skill, report_to, save_skill, set_contract
from staff.choices import Level, SkillKind
from staff.models import Skill, Team, User

DAY = datetime.timedelta(days=1)
LEARNS, WORKS, TEACHES = Level.LEARNS, Level.WORKS, Level.TEACHES
CATALOGUE = (
    ("Fibre at home", SkillKind.PRODUCT, "", "Measures a line; knows when to send somebody."),
    ("FiberBox 3", SkillKind.PRODUCT, "", "Sets it up with a customer by telephone."),
    ("Mobile", SkillKind.PRODUCT, "", "SIM, roaming, and moving a number to us."),
    ("Television", SkillKind.PRODUCT, "", "The box, the packages, the remote control."),
    ("Invoices and refunds", SkillKind.CRAFT, "", "Explains an invoice; decides refunds up to 50 €."),
    ("Complaints", SkillKind.CRAFT, "", "Answers somebody who is angry so that they stay."),
    ("Data protection", SkillKind.CRAFT, "", "Knows what may be told to whom. To be renewed each year."),
    ("Outages", SkillKind.CRAFT, "", "Leads the desk through an outage."),
    ("Eesti keel", SkillKind.LANGUAGE, "et", "1: reads it; 2: writes it; 3: corrects others."),
    ("Polski", SkillKind.LANGUAGE, "pl", "1: reads it; 2: writes it; 3: corrects others."),
    ("Español", SkillKind.LANGUAGE, "es", "1: reads it; 2: writes it; 3: corrects others."),
    ("Русский", SkillKind.LANGUAGE, "ru", "1: reads it; 2: writes it; 3: corrects others."),
    ("English", SkillKind.LANGUAGE, "en", "1: reads it; 2: writes it; 3: corrects others."),
)  # fmt: skip
# Login → since when, hours a week, cost of an hour, levels in the order of the catalogue (0: not at all).
FILES: dict[str, tuple[str, str, str, str]] = {
    "jaan": ("2021-03-01", "40", "17.20", "2312 0022 30002"),
    "triin": ("2019-08-19", "40", "18.90", "2201 3222 30012"),
    "piotr": ("2022-01-10", "40", "16.40", "3202 0120 03002"),
    "katarzyna": ("2023-05-02", "30", "15.80", "1120 1021 03001"),
    "lucia": ("2020-11-02", "40", "17.60", "2022 1300 00302"),
    "diego": ("2024-02-05", "40", "15.10", "1211 0120 00301"),
    "olga": ("2018-06-04", "40", "18.40", "2221 2230 20031"),
    "andrei": ("2022-09-12", "35", "16.80", "3310 0022 20031"),
    "maarja": ("2020-02-17", "40", "18.10", "0010 3320 30013"),
    "emma": ("2024-10-01", "20", "15.30", "1100 2010 20003"),
    "liis": ("2016-04-04", "40", "23.50", "3322 2333 30023"),
    "agnieszka": ("2017-09-01", "40", "22.90", "2223 2323 03202"),
    "mona": ("2014-01-13", "40", "31.00", "1110 3330 30023"),
    "toomas": ("2013-05-20", "40", "29.50", "3300 0020 30023"),
}
LEADS = {"krakow": "agnieszka", "madrid": "agnieszka"}  # the rest is led by Liis
NEEDS = (
    ("tallinn", "Fibre at home", WORKS, 3), ("tallinn", "FiberBox 3", WORKS, 2),
    ("tallinn", "Outages", WORKS, 2), ("tallinn", "Русский", WORKS, 1),
    ("krakow", "Fibre at home", WORKS, 2), ("krakow", "Complaints", WORKS, 2),
    ("krakow", "Polski", TEACHES, 2), ("madrid", "Mobile", WORKS, 2), ("madrid", "Español", TEACHES, 2),
    ("russian-desk", "Русский", TEACHES, 2), ("billing", "Invoices and refunds", TEACHES, 3),
    ("billing", "Data protection", WORKS, 2),
)  # fmt: skip
AT_NIGHT = {"andrei", "piotr", "diego"}


def employ(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """`people` by address. The manager does it, and the administrator what the manager may not."""
    people = {address.partition("@")[0]: one for address, one in people.items()}
    manager, admin = people["mona"], people["toomas"]
    skills = [
        save_skill(None, {"name": name, "kind": kind, "code": code, "about": about}, by=manager)
        for name, kind, code, about in CATALOGUE
    ]
    for login, (since, hours, cost, levels) in FILES.items():
        person, by = people[login], admin if login in {"mona", "toomas"} else manager
        begins = datetime.date.fromisoformat(since)
        User.objects.filter(pk=person.pk).update(starts_on=begins)
        if login != "toomas":
            terms = {
                "weekly_hours": Decimal(hours),
                "hourly_cost": Decimal(cost),
                "night_work": login in AT_NIGHT,
            }
            set_contract(person, by=by, from_on=begins, **terms)
        _grant(person, skills, levels.replace(" ", ""), by=manager if login != "mona" else admin, now=now)
    _draw_lines(people, manager, admin)
    by_name = {skill.name: skill for skill in skills}
    for team, skill, level, number in NEEDS:
        need_skill(teams[team], by=manager, skill=by_name[skill], level=level, people=number)


def _draw_lines(people: dict[str, User], manager: User, admin: User) -> None:
    for login, person in people.items():
        if login in {"liis", "agnieszka", "toomas"}:
            report_to(person, boss=manager, by=admin)
        elif login != "mona":
            first = person.memberships.order_by("pk").first()
            report_to(person, boss=people[LEADS.get(first.team.slug, "liis")], by=manager)


def _grant(person: User, skills: list[Skill], levels: str, *, by: User, now: datetime.datetime) -> None:
    """Data protection is renewed each year; whose turn it is comes soon for some, and has passed for one."""
    for number, (skill, level) in enumerate(zip(skills, map(int, levels), strict=True)):
        if not level:
            continue
        granted = now - (40 + (person.pk * 37 + number * 53) % 300) * DAY
        until = (granted + 365 * DAY).date() if skill.name == "Data protection" else None
        said = "" if level == LEARNS else "Ten of their tickets looked at together."
        grant_skill(person, skill=skill, level=level, by=by, evidence=said, expires_on=until, at=granted)
