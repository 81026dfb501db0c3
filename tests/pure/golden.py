"""The frozen scenarios of tests/data/sla, and their written form."""

import json
from pathlib import Path

from tests.pure.scenarios import ask, said

FOLDER = Path(__file__).parent.parent / "data/sla"


def scenarios(name):
    data = json.loads((FOLDER / f"{name}.json").read_text())
    shared = {"calendars": data["calendars"], "policies": data.get("policies", {})}
    return [{**shared, **scenario} for scenario in data["scenarios"]]


def differing(scenario):
    """What the timers say otherwise: each named figure of each clock, and no clock more or less."""
    told = {
        (c["metric"], c["cycle"]): c
        for c in map(said, ask(scenario, adjusted=scenario.get("adjusted", False)))
    }
    lines = []
    for wanted in scenario["expected"]:
        clock = told.pop((wanted["metric"], wanted["cycle"]), {})
        lines += [
            f"{wanted['metric']} {wanted['cycle']} {name}: {clock.get(name)}, expected {value}"
            for name, value in wanted.items()
            if clock.get(name) != value
        ]
    return lines + [f"{metric} {cycle}: not expected" for metric, cycle in told]
