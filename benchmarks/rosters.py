"""Rosters for the published instances, beside what others have published.

    python -m benchmarks.rosters --data FOLDER --seconds 60 --runs 3 --only 1 3 8 --json rosters.json
    python -m benchmarks.rosters --seconds 600 --only 8 10 --until 8=1364 10=4750

The folder has `InstanceN.txt`, `best_known.json` and `check_roster.py`, an independent checker that says
the cost and the hard rules that are broken. The instances have no licence that lets them be here. Each run
is a process of its own, as `manage.py roster_solve` starts it. Every roster is looked at by that checker and
by the project's own. With `--until` a run ends as soon as it costs no more than that: with more time it
would not cost more.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from scheduling.rostering.published import cost_of, read, violations

ROOT = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Runs:
    instance: str
    best_known: int
    costs: list[int] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    violations: int = 0
    load: list[float] = field(default_factory=list)

    @property
    def median(self) -> float | None:
        return statistics.median(self.costs) if self.costs else None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rosters")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data/rostering")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=[], help="numbers of instances")
    parser.add_argument("--until", nargs="*", default=[], help="instance=cost that is good enough")
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    listed = options.data / "best_known.json"
    known = json.loads(listed.read_text())["instances"] if listed.exists() else {}
    given = options.data / "check_roster.py"
    checker = loaded(given) if given.exists() else None
    options.targets = {f"Instance{n}": int(cost) for n, cost in (one.split("=") for one in options.until)}
    there = sorted(path.stem for path in options.data.glob("*.txt"))
    names = [f"Instance{number}" for number in options.only] or list(known) or there
    found = []
    for name in names:
        found.append(measured(name, options, checker, known.get(name, {})))
        print(row(found[-1], known.get(name, {})), flush=True)
        if options.json:
            options.json.write_text(json.dumps([asdict(one) for one in found], indent=1))
    return 1 if any(one.violations or not one.costs for one in found) else 0


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_roster", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(
    name: str, options: argparse.Namespace, checker: ModuleType | None, known: dict[str, Any]
) -> Runs:
    path = options.data / f"{name}.txt"
    runs = Runs(name, known.get("best_known_cost", 0))
    for seed in range(options.runs):
        runs.load.append(round(os.getloadavg()[0], 1))
        began = time.monotonic()
        said = solved(path, options, seed)
        runs.seconds.append(round(time.monotonic() - began, 1))
        runs.statuses.append(said["status"])
        runs.bounds.append(said["bound"])
        if said["roster"] is None:
            continue
        runs.violations += faults(path, said, checker)
        runs.costs.append(said["cost"])
    return runs


def faults(path: Path, said: dict[str, Any], checker: ModuleType | None) -> int:
    """Hard rules that are broken, and costs that are not as was said, by both who look."""
    instance = read(path)
    found = len(violations(instance, said["roster"])) + int(cost_of(instance, said["roster"]) != said["cost"])
    if checker is not None:
        cost, broken, _ = checker.evaluate(checker.parse(str(path)), said["roster"])
        found += len(broken) + int(cost != said["cost"])
    return found


def solved(path: Path, options: argparse.Namespace, seed: int) -> dict[str, Any]:
    command = [sys.executable, "manage.py", "roster_solve", str(path), "--json", f"--seed={seed}"]
    command += [f"--seconds={options.seconds}", f"--workers={options.workers}"]
    command += [f"--until={options.targets[path.stem]}"] if path.stem in options.targets else []
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "HELPDESK_ENV": "test"},
        capture_output=True,
        text=True,
        timeout=options.seconds * 2 + 120,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise SystemExit(done.stderr)
    answer: dict[str, Any] = json.loads(lines[-1])
    return answer


def row(runs: Runs, known: dict[str, Any]) -> str:
    others = known.get("ten_minutes") or {}
    published = " ".join(f"{name.split('_')[0]} {cost}" for name, cost in others.items())
    return (
        f"{runs.instance:<11} median {runs.median!s:>7}  runs {runs.costs}  bounds {runs.bounds}  "
        f"broken {runs.violations}  best known {runs.best_known}  ({published})  "
        f"seconds {runs.seconds}, load {runs.load}"
    )


if __name__ == "__main__":
    sys.exit(main())
