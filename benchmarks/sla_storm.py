"""A storm over the same tickets: python -m benchmarks.sla_storm --actions 5000

Fills a database of its own with the demo company, asks `sla_rebuild --check`, then lets several processes
with several threads each do random things to the same few tickets at once: answers and customers' letters,
some of them hours late; moves, owners, teams, priorities, tags, answers that bounce, turns that need no
reply, due times by hand, excluded stretches, corrected times; tickets merged, parted again and split; new
versions of promises and opening hours, some taken over by open tickets; and the watch over the timers beside
it all. Afterwards every row must again be what the events say. Exit 1 if one is not.
"""

import argparse
import io
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

os.environ.setdefault("HELPDESK_ENV", "local")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

PROCESSES, THREADS = 3, 4
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Blow:
    """One thing to do: to which ticket, when it happened, by dice of its own."""

    ticket: int
    at: datetime
    seed: int


def blows(dice: random.Random, tickets: list[int], since: datetime, count: int) -> list[Blow]:
    """`count` blows, a minute or two apart, and one in eight reported up to half a day late."""
    made, at = [], since
    for _ in range(count):
        at += dice.randint(1, 120) * timedelta(seconds=1)
        late = dice.randint(1, 720) * MINUTE if dice.random() < 0.125 else timedelta(0)
        made.append(Blow(dice.choice(tickets), max(since, at - late), dice.getrandbits(32)))
    return made


def storm(made: list[Blow], threads: int) -> Counter[str]:
    """Do all of them, so many at a time; what was done and what was refused, by name."""
    from django.db import connection

    def run(share: list[Blow]) -> Counter[str]:
        done: Counter[str] = Counter()
        try:
            for blow in share:
                done[strike(blow)] += 1
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(run, (made[n::threads] for n in range(threads))), Counter())


def strike(blow: Blow) -> str:
    from django.core.exceptions import ValidationError
    from django.db import OperationalError

    from tickets.models import Ticket
    from tickets.workflow import MoveRefused

    dice = random.Random(blow.seed)
    verbs, weights = zip(*VERBS, strict=True)
    (name,) = dice.choices(verbs, weights)
    try:
        DO[name](dice, Ticket.objects.get(pk=blow.ticket), blow.at)
    except (MoveRefused, ValidationError) as refusal:
        return f"{name} refused ({type(refusal).__name__})"
    except OperationalError as error:  # the database lets one of the two go; it is counted and shown
        if "deadlock" not in str(error):
            raise
        return f"{name}: DEADLOCK"
    except IndexError:  # no message, clock or neighbour left to choose
        return f"{name}: nothing there"
    return name


def colleague(dice: random.Random) -> Any:
    from staff.models import User

    return dice.choice(list(User.objects.filter(is_active=True, role__in=("manager", "admin"))))


def answer(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    then = dice.choice(["", "", "wait", "wait", "solve"])
    actions.reply(ticket, by=colleague(dice), text="We are looking into it.", then=then, at=at)


def letter(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    actions.receive(
        ticket, by=ticket.requester, text="Any news?", channel="email", at=at, reopens=dice.random() < 0.9
    )


def bounce(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    answers = list(ticket.messages.filter(author__isnull=False, kind="public"))
    if answers:
        actions.note_failure(dice.choice(answers), problem="5.1.1 no such user", at=at)


def move(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions
    from tickets.workflow import MOVES

    actions.move(ticket, dice.choice(list(MOVES)), by=colleague(dice), at=at)


def owner(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    actions.assign(ticket, by=colleague(dice), to=dice.choice([None, colleague(dice)]), at=at)


def team(dice: random.Random, ticket: Any, at: datetime) -> None:
    from staff.models import Team
    from tickets import actions

    actions.change_team(ticket, by=colleague(dice), to=dice.choice(list(Team.objects.all())), at=at)


def priority(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions
    from tickets.choices import Priority

    actions.prioritise(ticket, by=colleague(dice), to=dice.choice(Priority.values), at=at)


def tags(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    actions.tag(ticket, by=colleague(dice), tags=dice.sample(["vip", "refund", "again", "fibre"], 2), at=at)


def note(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    actions.add_note(ticket, by=colleague(dice), text="Called them.", at=at)


def watch(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import watching

    watching.watch(at)


def promise(dice: random.Random, ticket: Any, at: datetime) -> None:
    """A new version of a policy there is, with other spans; some of them work backwards."""
    from sla.actions import set_policy
    from sla.models import Policy

    metrics = ("first_response", "next_response", "time_to_own", "periodic_update", "resolution")
    spans = {name: dice.choice([15, 60, 240, 1440]) for name in metrics}
    targets = {
        name: {
            "minutes": spans[name],
            "hours": dice.choice(["business", "calendar"]),
            "warn": [0.5, {"left": 5}],
        }
        for name in dice.sample(metrics, 4)
    }
    terms = {
        "priorities": dict.fromkeys(("low", "normal", "high", "urgent"), targets),
        "on_change": dice.choice(["prospective", "retroactive"]),
    }
    set_policy(dice.choice(list(Policy.objects.all())).name, terms)


def hours(dice: random.Random, ticket: Any, at: datetime) -> None:
    from scheduling.actions import set_hours
    from scheduling.models import Calendar

    opens = dice.randint(5, 11)
    week = {
        day: [[f"{opens:02}:00", "12:00"], ["12:30", "19:00"]] for day in ("mon", "wed", "thu", "sat", "sun")
    }
    calendar = dice.choice(list(Calendar.objects.all()))
    set_hours(calendar.name, {"tz": dice.choice(["Europe/Tallinn", "Europe/Madrid"]), "hours": week})


def spared(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    actions.no_reply_needed(ticket, by=colleague(dice), reason="They said thanks.", at=at)


def by_hand(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    metric = dice.choice(["first_response", "resolution", "next_response"])
    if dice.random() < 0.3:
        actions.free_due(ticket, by=colleague(dice), metric=metric, reason="As promised.", at=at)
    else:
        due = at + dice.randint(5, 2000) * MINUTE
        actions.set_due(ticket, by=colleague(dice), metric=metric, due=due, reason="Agreed by phone.", at=at)


def excluded(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    clock = dice.choice(list(ticket.clocks.filter(audience="customer")))
    span = {"since": clock.started_at, "until": clock.started_at + dice.randint(1, 90) * MINUTE}
    actions.exclude(
        ticket,
        by=colleague(dice),
        metric=clock.metric,
        cycle=clock.cycle,
        reason="Power was out.",
        at=at,
        **span,
    )


def retimed(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    message = dice.choice(list(ticket.messages.filter(contact__isnull=False)))
    to = message.at - dice.randint(1, 300) * MINUTE
    actions.retime(message, by=colleague(dice), to=to, reason="It came by phone.", at=at)


def merged(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions
    from tickets.models import Ticket

    near = Ticket.objects.filter(pk__in=range(ticket.pk - 6, ticket.pk + 7)).exclude(pk=ticket.pk)
    actions.merge(ticket, by=colleague(dice), into=dice.choice(list(near)), let_in=dice.random() < 0.5, at=at)


def unmerged(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions
    from tickets.models import Ticket

    gone = list(
        Ticket.objects.filter(pk__in=range(ticket.pk - 40, ticket.pk + 40), merged_into__isnull=False)
    )
    if gone:
        actions.unmerge(dice.choice(gone), by=colleague(dice), at=at)


def split(dice: random.Random, ticket: Any, at: datetime) -> None:
    from tickets import actions

    public = list(ticket.messages.filter(kind="public").order_by("pk").values_list("pk", flat=True))
    if len(public) > 2:
        actions.split(ticket, by=colleague(dice), messages=public[-1:], subject="Another matter", at=at)


def adopted(dice: random.Random, ticket: Any, at: datetime) -> None:
    from sla.actions import begin_adoption
    from sla.models import Policy
    from tickets import adopting

    newest = dice.choice(list(Policy.objects.all())).versions.all()[0]
    row = begin_adoption(
        by=colleague(dice), how=dice.choice(["prospective", "retroactive"]), policy_version=newest
    )
    adopting.adopt(row.pk)


DO: dict[str, Callable[[random.Random, Any, datetime], None]] = {
    "answer": answer, "letter": letter, "bounce": bounce, "move": move, "owner": owner, "team": team,
    "priority": priority, "tags": tags, "note": note, "watch": watch, "promise": promise, "hours": hours,
    "spared": spared, "by hand": by_hand, "excluded": excluded, "retimed": retimed, "merged": merged,
    "unmerged": unmerged, "split": split, "adopted": adopted,
}  # fmt: skip
VERBS = (
    *(("answer", 18), ("letter", 22), ("bounce", 5), ("move", 18), ("owner", 10), ("team", 7)),
    *(("priority", 8), ("tags", 3), ("note", 3), ("watch", 3), ("promise", 2), ("hours", 1)),
    *(("spared", 4), ("by hand", 4), ("excluded", 3), ("retimed", 4), ("merged", 3), ("unmerged", 5)),
    *(("split", 1), ("adopted", 0.3)),
)


def differing() -> tuple[int, int, list[str]]:
    """How many tickets there are, how many differ from their events, and how."""
    from tickets.rebuilding import look_through

    tickets, lines = 0, []
    wrong = 0
    for batch in look_through(mend=False):
        tickets, wrong = tickets + batch.tickets, wrong + len(batch.wrong)
        lines += [f"#{number} {line}" for number, said in batch.wrong.items() for line in said]
    return tickets, wrong, lines


def _process(made: list[Blow], threads: int) -> Counter[str]:
    import django

    django.setup()
    return storm(made, threads)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sla_storm")
    parser.add_argument("--actions", type=int, default=5000)
    parser.add_argument("--tickets", type=int, default=40, help="so many are struck, the newest")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    with tempfile.TemporaryDirectory(prefix="storm-") as folder:
        os.environ["HELPDESK_VAR"] = folder
        os.environ.setdefault("LOG_LEVEL", "ERROR")
        import django

        django.setup()
        return run(options.actions, options.tickets, seed)


def run(actions: int, tickets: int, seed: int) -> int:
    from django.core.management import call_command
    from django.db import connections
    from django.utils import timezone

    from tickets.models import Ticket

    call_command("migrate", verbosity=0)
    call_command("seed", stdout=io.StringIO())
    before = time.monotonic()
    count, wrong, lines = differing()
    print(
        f"demo company: {count} tickets, {wrong} differ ({time.monotonic() - before:.1f} s)",
        *lines[:20],
        sep="\n  ",
    )
    struck = list(Ticket.objects.order_by("-pk").values_list("pk", flat=True)[:tickets])
    made = blows(random.Random(seed), struck, timezone.now(), actions)
    connections.close_all()
    before = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        shares = [(made[n::PROCESSES], THREADS) for n in range(PROCESSES)]
        done = sum(pool.starmap(_process, shares), Counter())
    took = time.monotonic() - before
    for name, times in done.most_common():
        print(f"  {name:32}{times:>6}")
    count, after, lines = differing()
    how = f"{len(struck)} tickets by {PROCESSES} × {THREADS} at once in {took:.0f} s"
    print(f"seed {seed}: {done.total()} actions on {how}; {count} tickets, {after} differ")
    print(*lines[:40], sep="\n")
    return 1 if wrong or after else 0


if __name__ == "__main__":
    sys.exit(main())
