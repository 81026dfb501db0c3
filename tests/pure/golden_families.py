"""Families of scenarios, each a rule varied: python -m tests.pure.golden_families adds what is new.

The outcome, which is what the oracle says, is frozen in tests/data/sla/rules.json: running this again
changes nothing that is there. A scenario whose outcome the oracle now tells otherwise is named.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from tests.pure.golden import FOLDER
from tests.pure.plain_clocks import expected

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
WEEK = (*WEEKDAYS, "sat", "sun")
TALLINN = {day: [["09:00", "12:30"], ["13:15", "18:00"]] for day in WEEKDAYS}
ZONES = {
    "Europe/Tallinn": ("2026-03-28", "2026-10-24"),
    "Europe/Madrid": ("2026-03-28", "2026-10-24"),
    "America/New_York": ("2026-03-07", "2026-10-31"),
    "America/St_Johns": ("2026-03-07", "2026-10-31"),
    "Australia/Lord_Howe": ("2026-10-03", "2026-04-04"),
    "America/Santiago": ("2026-09-05", "2026-04-04"),
    "Africa/Cairo": ("2026-04-23", "2026-10-29"),
    "Asia/Kathmandu": ("2026-03-28", "2026-10-24"),
    "America/Havana": ("2026-03-07", "2026-10-31"),
    "Pacific/Chatham": ("2026-09-26", "2026-04-04"),
}
CALENDARS = {
    "office": {
        "tz": "Europe/Tallinn",
        "hours": TALLINN,
        "holidays": ["2026-06-10"],
        "shifts": {"2026-06-13": [["10:00", "14:00"]]},
        "breaks": {"2026-06-11": [["15:00", "18:00"]]},
    },
    "early": {"tz": "Europe/Tallinn", "hours": {day: [["06:00", "14:00"]] for day in WEEK}},
    **{
        f"always {zone}": {"tz": zone, "hours": {day: [["00:00", "24:00"]] for day in WEEK}} for zone in ZONES
    },
    **{
        f"nights {zone}": {"tz": zone, "hours": {day: [["22:00", "06:00"]] for day in WEEK}} for zone in ZONES
    },
}
MONDAY = datetime.fromisoformat("2026-06-08T09:00:00+03:00")  # the office opens
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
Scenario = dict[str, Any]


def policy(on_change: str = "", *, waits: bool = True, bounce: int = 0, **targets: Any) -> Scenario:
    """`resolution=480` or `resolution={"minutes": 480, …}`."""
    figures = {m: t if isinstance(t, dict) else {"minutes": t} for m, t in targets.items()}
    told: Scenario = {"priorities": {"normal": figures}}
    told |= {"on_change": on_change} if on_change else {}
    told |= {} if waits else {"agent_opened_waits": False}
    return told | ({"bounce_window_minutes": bounce} if bounce else {})


def event(at: datetime, kind: str, **fields: Any) -> Scenario:
    times = {n: v.isoformat() if isinstance(v, datetime) else v for n, v in fields.items()}
    return {"at": at.isoformat(), "kind": kind, **times}


def moved(at: datetime, category: str) -> Scenario:
    return event(at, "moved", category=category)


def waiting(at: datetime) -> list[Scenario]:
    return [event(at, "agent_answered"), moved(at, "waiting")]


def scenario(
    name: str,
    rules: list[int],
    promise: Scenario,
    events: list[Scenario],
    now: datetime,
    calendar: str = "office",
    **more: Any,
) -> Scenario:
    return {
        "name": name,
        "rules": rules,
        "calendar": calendar,
        "promise": promise,
        "events": events,
        "now": now.isoformat(),
        **more,
    }


def first_responses() -> Iterator[Scenario]:
    starts = {
        "before-opening": -29 * timedelta(seconds=1),
        "at-opening": 0 * HOUR,
        "a-second-before-lunch": 3.5 * HOUR - MINUTE / 60,
        "at-lunch": 3.5 * HOUR,
        "after-lunch": 4.25 * HOUR,
        "a-second-before-closing": 9 * HOUR - MINUTE / 60,
        "at-closing": 9 * HOUR,
        "before-a-holiday": 24 * HOUR + 8 * HOUR,
        "on-a-holiday": 50 * HOUR,
        "on-a-short-day": 72 * HOUR + 5 * HOUR,
        "on-the-weekend": 5 * 24 * HOUR + 7 * HOUR,
    }
    for (name, after), minutes in product(starts.items(), (1, 225, 600)):
        at = MONDAY + after
        promise = policy(first_response={"minutes": minutes, "warn": [0.5]})
        yield scenario(
            f"first-response-of-{minutes}-opened-{name}", [2, 5], promise, [event(at, "opened")], at
        )


def due_exactly() -> Iterator[Scenario]:
    for minutes, late in product((60, 210, 495), (-1, 0, 1)):
        promise = policy(first_response=minutes)
        end = MONDAY + minutes * MINUTE + (45 * MINUTE if minutes > 210 else 0 * HOUR)
        events = [event(MONDAY, "opened"), event(end + late * MINUTE / 60, "agent_answered")]
        yield scenario(f"answered-{late:+}-s-from-due-after-{minutes}", [5], promise, events, end + HOUR)


def clock_changes() -> Iterator[Scenario]:
    for (zone, days), minutes in product(ZONES.items(), (600, 1440)):
        for season, day in zip(("spring", "autumn"), days, strict=True):
            at = datetime.fromisoformat(f"{day}T21:07:31+00:00") - 12 * HOUR
            kind = "always" if minutes == 1440 else "nights"
            promise = policy(first_response=minutes, resolution={"minutes": 3 * minutes, "warn": [0.25]})
            name = f"{kind}-open-over-{season}-in-{zone.replace('/', '-').lower()}"
            yield scenario(name, [2, 3], promise, [event(at, "opened")], at + 30 * HOUR, f"{kind} {zone}")


def pauses() -> Iterator[Scenario]:
    lengths = {
        "30-s": MINUTE / 2,
        "59-s": MINUTE * 59 / 60,
        "1-min": MINUTE,
        "3-h": 3 * HOUR,
        "a-night": 15 * HOUR,
        "a-weekend": 4 * 24 * HOUR,
    }
    sets = {"nothing": [], "waiting": ["waiting"], "both": ["waiting", "hold"]}
    for (length, span), (pausing, names), kind in product(
        lengths.items(), sets.items(), ("customer", "hold")
    ):
        promise = policy(resolution={"minutes": 480, "pauses_in": names, "warn": [0.75]}, work_time=480)
        begins = MONDAY + 2 * HOUR
        over = begins + span
        back = event(over, "customer_wrote") if kind == "customer" else moved(over, "open")
        into = (
            waiting(begins)
            if kind == "customer"
            else [event(begins, "agent_answered"), moved(begins, "hold")]
        )
        events = [event(MONDAY, "opened"), *into, back]
        name = f"{kind}-for-{length}-with-{pausing}-pausing"
        yield scenario(name, [9, 11], promise, events, over + 2 * HOUR)


def gaming() -> Iterator[Scenario]:
    for owed, category in product((True, False), ("waiting", "hold")):
        answer = [] if owed else [event(MONDAY + HOUR, "agent_answered")]
        events = [event(MONDAY, "opened"), *answer, moved(MONDAY + HOUR, category)]
        promise = policy(
            resolution={"minutes": 240, "pauses_in": ["waiting", "hold"]}, customer_wait=240, work_time=240
        )
        name = f"{category}-{'with' if owed else 'without'}-an-unanswered-message"
        yield scenario(name, [12], promise, events, MONDAY + 3 * HOUR)


def reopenings() -> Iterator[Scenario]:
    for reopen, times, ended, gap in product(
        ("resume", "new_cycle"), (1, 3), ("solved", "closed"), (HOUR, 26 * HOUR)
    ):
        at, events = MONDAY, [event(MONDAY, "opened")]
        for _ in range(times):
            at += HOUR
            events.append(moved(at, ended))
            at += gap
            events += [event(at, "customer_wrote"), moved(at, "open")]
        promise = policy(resolution={"minutes": 300, "reopen": reopen}, customer_wait=600, time_to_own=60)
        name = f"{ended}-and-reopened-{times}-times-after-{gap // HOUR}-h-{reopen.replace('_', '-')}"
        yield scenario(name, [10], promise, events, at + 30 * MINUTE)


def changes() -> Iterator[Scenario]:
    after = {
        "early": 2 * HOUR,
        "half-way": 4 * HOUR + 45 * MINUTE,
        "when-due": 8 * HOUR + 45 * MINUTE,
        "late": 30 * HOUR,
    }
    whats: dict[str, dict[str, Any]] = {
        "shorter": {"targets": 120},
        "longer": {"targets": 960},
        "other-hours": {"calendar": "early"},
        "both": {"targets": 120, "calendar": "early"},
        "withdrawn": {},
    }
    for on_change, (when, passed), (what, new) in product(
        ("prospective", "retroactive"), after.items(), whats.items()
    ):
        targets = {"resolution": new["targets"]} if "targets" in new else {}
        if what == "other-hours":
            targets = {"resolution": 480}
        change = {"promise": policy(on_change, **targets)}
        change |= {"calendar": new["calendar"]} if "calendar" in new else {}
        at = MONDAY + passed
        events = [
            event(MONDAY, "opened"),
            *waiting(MONDAY + HOUR),
            event(MONDAY + 1.5 * HOUR, "customer_wrote"),
            event(at, "promise_changed", **change),
        ]
        promise = policy(resolution={"minutes": 480, "warn": [0.5]})
        yield scenario(f"{what}-{when}-{on_change}", [13, 14], promise, events, at + 2 * HOUR)


def merges() -> Iterator[Scenario]:
    promise = policy(first_response=240, next_response=60, resolution=480)
    for answered, asked, undone in product((True, False), (-2, 2, None), (True, False)):
        at = MONDAY + 3 * HOUR
        since = {} if asked is None else {"since": MONDAY + asked * HOUR}
        events = [
            event(MONDAY, "opened"),
            *([event(MONDAY + HOUR, "agent_answered")] if answered else []),
            event(at, "absorbed", message="7", **since),
            *([event(at + HOUR, "unmerged", message="7")] if undone else []),
        ]
        earlier = {-2: "asked-earlier", 2: "asked-later", None: "answered"}[asked]
        when = "after" if answered else "before"
        name = f"absorbed-{earlier}-{when}-our-answer{'-and-undone' if undone else ''}"
        yield scenario(name, [15], promise, events, at + 2 * HOUR)
    for answered, undone in product((True, False), (True, False)):
        events = [
            event(MONDAY, "opened"),
            *([event(MONDAY + HOUR, "agent_answered")] if answered else []),
            event(MONDAY + 2 * HOUR, "customer_wrote"),
            event(MONDAY + 2.5 * HOUR, "merged", message="7"),
            *([event(MONDAY + 3 * HOUR, "unmerged", message="7")] if undone else []),
        ]
        name = f"merged-{'answered' if answered else 'unanswered'}{'-and-undone' if undone else ''}"
        yield scenario(name, [15], promise, events, MONDAY + 5 * HOUR)


def turns() -> Iterator[Scenario]:
    promise = policy(first_response=240, next_response={"minutes": 60, "warn": [{"left": 10}]})
    says = {"answered": "agent_answered", "spared": "no_reply_needed", "solved": "solved", "nothing": ""}
    for (first, one), (second, two), again in product(says.items(), says.items(), (1, 3)):
        events = [event(MONDAY, "opened")]
        for n, kind in enumerate((one, two)):
            asked = MONDAY + (2 * n + 1) * HOUR
            events += [event(asked + m * 10 * MINUTE, "customer_wrote") for m in range(again)]
            if kind:
                after = asked + 50 * MINUTE
                events.append(moved(after, kind) if kind == "solved" else event(after, kind))
        yield scenario(
            f"{first}-then-{second}-{again}-messages-a-turn", [8], promise, events, MONDAY + 5 * HOUR
        )


def bounces() -> Iterator[Scenario]:
    for after, named, later in product((29, 30, 31), (True, False), (True, False)):
        events = [
            event(MONDAY, "opened"),
            event(MONDAY + HOUR, "agent_answered", message="a"),
            *([event(MONDAY + HOUR + 10 * MINUTE, "agent_answered", message="b")] if later else []),
            event(MONDAY + HOUR + after * MINUTE, "answer_failed", **({"message": "a"} if named else {})),
        ]
        promise = policy(bounce=30, first_response=240, periodic_update=480)
        name = f"bounced-after-{after}-min{'-by-name' if named else ''}{'-answered-twice' if later else ''}"
        yield scenario(name, [6], promise, events, MONDAY + 3 * HOUR)


def by_agents() -> Iterator[Scenario]:
    for waits, wrote, answered in product((True, False), (True, False), (0, 1, 3)):
        events = [
            event(MONDAY, "opened", by_agent=True),
            *([event(MONDAY + 2 * HOUR, "customer_wrote")] if wrote else []),
            *([event(MONDAY + answered * HOUR, "agent_answered")] if answered else []),
        ]
        how = f"{'waits' if waits else 'runs'}{'-customer-wrote' if wrote else ''}"
        name = f"logged-by-an-agent-{how}-answer-{answered}"
        promise = policy(waits=waits, first_response=240, next_response=60)
        yield scenario(name, [7], promise, events, MONDAY + 4.5 * HOUR)


def owners() -> Iterator[Scenario]:
    for taken, dropped, ended in product((15, 60, 90), (True, False), ("solved", "open")):
        at = MONDAY + taken * MINUTE
        events = [
            event(MONDAY, "opened"),
            event(at, "owned"),
            *([event(at + HOUR, "disowned")] if dropped else []),
            moved(at + 2 * HOUR, ended),
        ]
        name = f"owned-after-{taken}-min{'-and-given-up' if dropped else ''}-then-{ended}"
        yield scenario(name, [11], policy(time_to_own=60), events, at + 4.5 * HOUR)


def updates() -> Iterator[Scenario]:
    for category, names, times in product(
        ("open", "waiting", "hold"), ([], ["waiting"], ["waiting", "hold"]), (1, 3)
    ):
        events = [event(MONDAY, "opened")]
        for n in range(times):
            at = MONDAY + (n + 1) * HOUR
            events += [event(at, "agent_answered"), moved(at, category)]
        promise = policy(periodic_update={"minutes": 120, "pauses_in": names, "warn": [0.5]})
        name = f"updates-while-{category}-pausing-in-{'-'.join(names) or 'nothing'}-{times}-times"
        yield scenario(name, [9], promise, events, MONDAY + 6 * HOUR)


def by_hand() -> Iterator[Scenario]:
    promise = policy(resolution={"minutes": 480, "warn": [0.5, {"left": 30}, {"left": 15, "real": True}]})
    for due, freed, end in product((2, 6, 30), (True, False), ("open", "waiting", "solved")):
        events = [
            event(MONDAY, "opened"),
            event(MONDAY + HOUR, "due_set", metric="resolution", due=MONDAY + due * HOUR),
            *([event(MONDAY + 1.5 * HOUR, "due_set", metric="resolution")] if freed else []),
            event(MONDAY + 3 * HOUR, "agent_answered"),
            moved(MONDAY + 3 * HOUR, end),
        ]
        yield scenario(
            f"due-by-hand-in-{due}-h{'-freed' if freed else ''}-{end}",
            [24],
            promise,
            events,
            MONDAY + 7 * HOUR,
        )


def exclusions() -> Iterator[Scenario]:
    promise = policy(first_response=60, resolution=240)
    for adjusted, metric, back in product((False, True), (None, "resolution"), (False, True)):
        one = {"metric": metric} if metric else {}
        events = [
            event(MONDAY, "opened"),
            event(MONDAY + 2 * HOUR, "agent_answered"),
            event(
                MONDAY + 7 * HOUR,
                "excluded",
                since=MONDAY + MINUTE,
                until=MONDAY + 3 * HOUR,
                message="x",
                **one,
            ),
            *([event(MONDAY + 7.5 * HOUR, "included", message="x")] if back else []),
        ]
        how = f"{'-and-taken-back' if back else ''}-{'adjusted' if adjusted else 'raw'}"
        name = f"excluded-{metric or 'all'}{how}"
        yield scenario(name, [25], promise, events, MONDAY + 8 * HOUR, adjusted=adjusted)


def corrected_times() -> Iterator[Scenario]:
    promise = policy(first_response=240, next_response=60, resolution={"minutes": 480, "reopen": "new_cycle"})
    for what, hours in product(("opening", "question"), (-3, -1, 1)):
        asked = MONDAY + 4 * HOUR
        events = [
            event(MONDAY, "opened", message="o"),
            event(MONDAY + 2 * HOUR, "agent_answered"),
            moved(MONDAY + 2 * HOUR, "solved"),
            event(asked, "customer_wrote", message="q"),
            moved(asked, "open"),
            event(
                asked + HOUR,
                "retimed",
                message=what[0],
                since=(MONDAY if what == "opening" else asked) + hours * HOUR,
            ),
        ]
        yield scenario(f"the-{what}-came-{hours:+}-h", [24], promise, events, asked + 2 * HOUR)


def late_letters() -> Iterator[Scenario]:
    """A customer's letter ends the waiting when it came, not when it was handled."""
    for hours in (1, 3, 5):
        came = MONDAY + hours * HOUR
        events = [
            event(MONDAY, "opened"),
            *waiting(MONDAY + HOUR / 2),
            moved(MONDAY + 6 * HOUR, "hold"),
            event(came, "customer_wrote"),
        ]
        yield scenario(
            f"a-letter-that-came-after-{hours}-h-is-handled-last",
            [11],
            policy(resolution=480),
            events,
            MONDAY + 7 * HOUR,
        )


FAMILIES = (
    *(
        first_responses,
        due_exactly,
        clock_changes,
        pauses,
        gaming,
        reopenings,
        changes,
        merges,
        turns,
        bounces,
    ),
    *(by_agents, owners, updates, by_hand, exclusions, corrected_times, late_letters),
)


def drawn() -> list[Scenario]:
    return [each for family in FAMILIES for each in family()]


def outcome(each: Scenario) -> list[Scenario]:
    """What the oracle says, without what is empty and without the segments."""
    told = expected({"calendars": CALENDARS, **each}, adjusted=each.get("adjusted", False))
    kept = [{n: v for n, v in c.items() if n not in ("segments", "started")} for c in told]
    return [{n: v for n, v in c.items() if v != [] and (v is not None or n == "due")} for c in kept]


def written(frozen: list[Scenario]) -> str:
    def block(name: str, items: list[str], indent: str) -> str:
        return f'{indent}"{name}": [\n' + ",\n".join(items) + f"\n{indent}]"

    def one(each: Scenario) -> str:
        parts = [
            block(n, [f"    {json.dumps(x)}" for x in v], "   ")
            if n in ("events", "expected")
            else f'   "{n}": {json.dumps(v)}'
            for n, v in each.items()
        ]
        return "  {\n" + ",\n".join(parts) + "\n  }"

    calendars = ",\n".join(f'  "{name}": {json.dumps(hours)}' for name, hours in CALENDARS.items())
    return (
        '{"about": "Rules varied; the outcome is what the oracle said when it was frozen.",\n'
        f' "calendars": {{\n{calendars}\n }},\n'
        + block("scenarios", [one(each) for each in frozen], " ")
        + "\n}\n"
    )


def main() -> None:
    path = FOLDER / "rules.json"
    known = (
        {each["name"]: each for each in json.loads(path.read_text())["scenarios"]} if path.exists() else {}
    )
    frozen = []
    for each in drawn():
        fresh = {**each, "expected": outcome(each)}
        if known.get(each["name"], fresh) != fresh:
            print(f"{each['name']}: told otherwise now; left as it was")
        frozen.append(known.get(each["name"], fresh))
    path.write_text(written(frozen))
    print(f"{len(frozen)} scenarios, {len(frozen) - len(known)} of them new")


if __name__ == "__main__":
    main()
