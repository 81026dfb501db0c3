"""Random scenarios: everything that can happen to a ticket, at awkward moments. Life 7 is always life 7."""

import random
from datetime import datetime, timedelta

OFFICE = {day: [["09:00", "12:30"], ["13:15", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
CALENDARS = {
    "tallinn": {"tz": "Europe/Tallinn", "hours": OFFICE, "holidays": ["2026-10-26", "2026-03-30"],
                "breaks": {"2026-10-27": [["15:00", "18:00"]]},
                "shifts": {"2026-03-28": [["10:00", "14:00"]]}},
    "nights": {"tz": "America/New_York", "hours": {day: [["22:00", "06:00"]] for day in
                                                   ("mon", "wed", "fri", "sat", "sun")}},
    "lord-howe": {"tz": "Australia/Lord_Howe", "hours": {day: [["00:00", "24:00"]] for day in
                                                         ("mon", "tue", "thu", "sat", "sun")}},
    "sunday": {"tz": "Europe/Madrid", "hours": {"sun": [["01:30", "02:45"], ["10:00", "11:00"]],
                                                "mon": [["08:00", "20:00"]], "thu": [["00:00", "09:30"]]}},
}  # fmt: skip
WEEKS = [
    datetime.fromisoformat(f"{day}T00:00:00Z")
    for day in ("2026-03-27", "2026-10-23", "2026-04-03", "2026-06-12")  # most with a change of clocks
]
MINUTES = [7, 15, 61, 240, 480, 1000, 2880]
CATEGORIES = ["new", "open", "waiting", "waiting", "hold", "solved", "closed"]
SHORT = 5 * 3600


def draw(number, *, short=False):
    """Life `number`; a short one lasts five hours, so that each of its seconds can be looked at."""
    dice = random.Random(f"life {number}")
    start = dice.choice(WEEKS) + timedelta(hours=dice.randint(0, 96), seconds=dice.choice([0, 0, 31, 59]))
    length = SHORT if short else dice.choice([SHORT, 86400, 5 * 86400])
    moments = sorted(_moment(dice, start, length) for _ in range(dice.randint(1, 12)))
    events = [{"at": start.isoformat(), "kind": "opened", "message": "m0"}]
    if dice.random() < 0.3:
        events[0]["by_agent"] = True
    if dice.random() < 0.2:
        events[0]["category"] = "open"
    for n, at in enumerate(moments, 1):
        events += _event(dice, n, at, start, length)
    now = start + timedelta(seconds=dice.randint(0, length + length // 4))
    if dice.random() < 0.2:
        now = dice.choice(moments)
    names = list(CALENDARS)
    if dice.random() < 0.1:
        dice.shuffle(events)
    return {
        "calendars": CALENDARS, "policies": {}, "calendar": dice.choice([*names, *names, None]),
        "promise": policy(dice), "events": events,
        "now": max(now, start).isoformat(),
    }  # fmt: skip


def _moment(dice, start, length):
    at = start + timedelta(seconds=dice.randint(0, length))
    if dice.random() < 0.5:  # the edge of something
        at = at.replace(minute=dice.choice([0, 15, 30]), second=0)
    return max(at, start)


def _event(dice, n, at, start, length):
    kind = dice.choice(
        ["customer_wrote"] * 4 + ["agent_answered"] * 4 + ["moved"] * 5
        + ["owned", "disowned", "promise_changed"]
        + ["answer_failed", "no_reply_needed", "due_set", "excluded", "absorbed", "merged", "back", "retimed"]
    )  # fmt: skip
    when = at.isoformat()
    other = start + timedelta(seconds=dice.randint(-3600, length))
    match kind:
        case "customer_wrote":
            wrote = [{"at": when, "kind": kind, "message": f"m{n}"}]
            return (
                [*wrote, {"at": when, "kind": "moved", "category": "open"}] if dice.random() < 0.4 else wrote
            )
        case "agent_answered":
            return [{"at": when, "kind": kind, "message": f"m{n}"}]
        case "answer_failed":
            return [{"at": when, "kind": kind, **dice.choice([{}, {"message": f"m{max(n - 1, 1)}"}])}]
        case "moved":
            return [{"at": when, "kind": kind, "category": dice.choice(CATEGORIES)}]
        case "promise_changed":
            change = {"promise": policy(dice), "calendar": dice.choice([None, *CALENDARS])}
            for name in dice.sample(list(change), dice.choice([0, 0, 1])):
                del change[name]
            if change.get("calendar", "") is None:
                del change["calendar"]
            return [{"at": when, "kind": kind, **change}]
        case "due_set":
            due = {"due": other.isoformat()} if dice.random() < 0.8 else {}
            return [{"at": when, "kind": kind, "metric": dice.choice(METRICS), **due}]
        case "excluded":
            until = other + timedelta(seconds=dice.randint(1, length))
            metric = {"metric": dice.choice(METRICS)} if dice.random() < 0.5 else {}
            return [{"at": when, "kind": kind, "since": other.isoformat(), "until": until.isoformat(),
                     "message": f"x{n % 3}", **metric}]  # fmt: skip
        case "absorbed":
            since = {"since": min(other, at).isoformat()} if dice.random() < 0.7 else {}
            return [{"at": when, "kind": kind, "message": f"t{n % 2}", **since}]
        case "merged":
            return [{"at": when, "kind": kind, "message": f"t{n % 2}"}] if dice.random() < 0.3 else []
        case "back":
            return [{"at": when, **dice.choice([{"kind": "unmerged", "message": f"t{n % 2}"},
                                                {"kind": "included", "message": f"x{n % 3}"}])}]  # fmt: skip
        case "retimed":
            return [
                {"at": when, "kind": kind, "message": f"m{dice.randint(0, n)}", "since": other.isoformat()}
            ]
    return [{"at": when, "kind": kind}]


METRICS = ["first_response", "next_response", "time_to_own", "periodic_update", "resolution", "customer_wait",
           "work_time"]  # fmt: skip
WARNINGS = [0.5, 0.75, 0.9, {"left": 5}, {"left": 3, "real": True}, {"left": 90, "real": True}]


def policy(dice):
    targets = {}
    for metric in METRICS:
        if dice.random() < 0.25:
            continue
        targets[metric] = {
            "minutes": dice.choice(MINUTES),
            "hours": dice.choice(["business", "business", "calendar"]),
            "warn": dice.sample(WARNINGS, dice.randint(0, 3)),
        }
        if metric in ("resolution", "periodic_update"):
            targets[metric]["pauses_in"] = dice.choice([[], ["waiting"], ["waiting", "hold"]])
        if metric == "resolution":
            targets[metric]["reopen"] = dice.choice(["resume", "new_cycle"])
    return {
        "priorities": {"normal": targets},
        "on_change": dice.choice(["prospective", "prospective", "retroactive"]),
        "agent_opened_waits": dice.random() < 0.7,
        "bounce_window_minutes": dice.choice([1440, 30]),
    }
