"""What happens at the demo desk and when: arrivals by hour of the week, each with a plot. No database.

The same seed of the generator, the same now: the same plans, to the second.
"""

import datetime
import random
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from helpdesk.demo.case import BILLING_SPEAKS, Case, Crew
from helpdesk.demo.company import PEOPLE, TEAMS
from helpdesk.demo.customers import SHARE, TZ, DemoContact
from helpdesk.demo.stories import TOPICS, facts
from scheduling.calendar import WorkingCalendar
from tickets.models.ticket import REFERENCE_ALPHABET

DAYS = 60
# How busy each hour of a working day is, from midnight; weekends are quieter.
HOURS = (2, 1, 1, 1, 1, 2, 5, 14, 34, 52, 58, 50, 38, 42, 46, 44, 40, 36, 34, 36, 38, 30, 18, 7)
WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 0.9, 0.45, 0.35)
CHANNELS = (("email", 58), ("web", 18), ("phone", 13), ("chat", 6), ("social", 3), ("walk_in", 2))
LOGGED = frozenset({"phone", "walk_in", "chat", "social"})
HOUR = datetime.timedelta(hours=1)
# What of the last days is not done yet, and where it got to: a desk has a pile.
SLOW_DAYS, STUCK = datetime.timedelta(days=5), 0.8
FATES = ((("new",), ("open", "waiting"), ("waiting", "open"), ("hold", "open")), (6, 50, 28, 16))


def plan(rng: random.Random, contacts: list[DemoContact], count: int, now: datetime.datetime) -> list[Case]:
    """So many tickets up to now, oldest first, each with the steps that have happened by now."""
    crews = {team.slug: crew(team.slug, now) for team in TEAMS}
    by_language = {language: [c for c in contacts if c.language == language] for language in SHARE}
    fresh = max(4, count // 28)
    arrivals = sorted([*arrive(rng, count - fresh, now), *arrive_lately(rng, fresh, now)])
    cases = []
    for at, is_fresh in arrivals:
        language = rng.choices(list(SHARE), [*SHARE.values()])[0]
        case = imagine(rng, rng.choice(by_language[language]), at, crews)
        PLOTS[rng.choices(list(PLOTS), plot_weights(case))[0]](case)
        case.end(now)
        if is_fresh and rng.random() < 0.8:
            case.stop_at("new")
        elif now - at < SLOW_DAYS and rng.random() < STUCK:
            case.stop_at(*rng.choices(*FATES)[0])
        cases.append(case)
    cases.sort(key=lambda case: case.steps[0].at)
    return cases


def crew(slug: str, now: datetime.datetime) -> Crew:
    team = next(team for team in TEAMS if team.slug == slug)
    people = [person for person in PEOPLE if slug in person.teams]
    return Crew(team, people, WorkingCalendar.from_dict(team.schedule(now.year)))


def arrive(
    rng: random.Random, count: int, now: datetime.datetime
) -> Iterable[tuple[datetime.datetime, bool]]:
    """By hour of the week in Tallinn, a little more each week."""
    hours = [now - HOUR * (n + 1) for n in range(DAYS * 24)]
    weights = []
    for n, hour in enumerate(hours):
        local = hour.astimezone(ZoneInfo("Europe/Tallinn"))
        weights.append(HOURS[local.hour] * WEEKDAYS[local.weekday()] * (1.15 - 0.3 * n / len(hours)))
    for hour in rng.choices(hours, weights, k=count):
        yield seconds(hour + HOUR * rng.random()), False


def arrive_lately(
    rng: random.Random, count: int, now: datetime.datetime
) -> Iterable[tuple[datetime.datetime, bool]]:
    for _ in range(count):
        yield seconds(now - HOUR * (0.03 + 4 * rng.random() ** 1.5)), True


def seconds(at: datetime.datetime) -> datetime.datetime:
    return at.replace(microsecond=0)


def imagine(rng: random.Random, contact: DemoContact, at: datetime.datetime, crews: dict[str, Crew]) -> Case:
    """A ticket as it comes in; its plot is told afterwards."""
    topic = rng.choices(TOPICS, [topic.weight for topic in TOPICS])[0]
    slug = next((team.slug for team in TEAMS if team.language == contact.language), "tallinn")
    if contact.language == "en":
        slug = "billing" if topic.money and rng.random() < 0.65 else "tallinn"
    elif contact.language in BILLING_SPEAKS and topic.money and rng.random() < 0.3:
        slug = "billing"
    channel = rng.choices([name for name, _ in CHANNELS], [weight for _, weight in CHANNELS])[0]
    team = crews[slug]
    logged = channel in LOGGED and team.calendar.is_open(at)
    priority = rng.choices(("low", "normal", "high", "urgent"), topic.urgency)[0]
    if priority == "urgent" and not team.calendar.is_open(at):
        priority = "high"
    return Case(
        rng=rng,
        contact=contact,
        topic=topic,
        crew=team,
        billing=crews["billing"],
        channel=channel if logged or channel not in LOGGED else "email",
        priority=priority,
        reference="".join(rng.choice(REFERENCE_ALPHABET) for _ in range(8)),
        facts=facts(rng, contact.language),
        zone=ZoneInfo(TZ[contact.language]),
        at=at,
        logged=logged,
    )


def plot_weights(case: Case) -> list[int]:
    return [30, 27, 7, 4 + 4 * case.topic.field, 9, 8, 8 if case.moves_to_billing else 0]


# --- Plots: each tells a case from its opening to its end, whatever the time is now.


def quick(case: Case) -> None:
    case.open()
    case.sort_out()
    case.answer("fix", then="solve")
    if case.chance(0.22):
        case.write("thanks", hours=6)
        case.solve()


def question(case: Case) -> None:
    case.open()
    case.sort_out()
    case.answer("ask", then="wait")
    case.write("tell", hours=9)
    if case.chance(0.3):
        case.note("note")
    case.answer("fix", then="solve")


def silence(case: Case) -> None:
    case.open()
    case.sort_out()
    case.answer("ask", then="wait")
    case.answer("silent", then="solve", minutes=5 * 8 * 60)


def field_work(case: Case) -> None:
    case.open()
    case.sort_out()
    case.note("note")
    case.answer("hold", then="hold")
    case.note("colleague", minutes=300, colleague=True)
    case.answer("fix", then="solve", minutes=900)


def comes_back(case: Case) -> None:
    case.open()
    case.sort_out()
    case.answer("fix", then="solve")
    case.write("again", hours=30)
    if case.chance(0.5):
        case.note("colleague")
    case.answer("sorry", then="solve", minutes=90)
    if case.chance(0.4):
        case.write("thanks", hours=5)
        case.solve()


def nudged(case: Case) -> None:
    case.open()
    case.write("nudge", hours=7)
    case.answer("ask", then="wait", minutes=60)
    case.write("tell", hours=5)
    case.answer("fix", then="solve")


def handed_over(case: Case) -> None:
    case.open()
    case.note("colleague", minutes=40)
    case.hand_to_billing()
    case.answer("fix", then="solve", minutes=120)


PLOTS: dict[str, Callable[[Case], None]] = {
    plot.__name__: plot for plot in (quick, question, silence, field_work, comes_back, nudged, handed_over)
}
