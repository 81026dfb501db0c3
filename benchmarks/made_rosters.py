"""Large instances in the format of Curtois and Qu, made from a seed: as many people, weeks and shifts as the
largest published ones, which may not be copied.

    python -m benchmarks.made_rosters FOLDER

What is shown with them is that a lawful roster is there in time, not how good it is: nobody knows the best.
"""

import random
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Size:
    people: int
    weeks: int
    shifts: int
    lengths: tuple[int, ...] = (480,)


SIZES = {
    "Made17": Size(32, 8, 4),
    "Made19": Size(40, 12, 5),
    "Made21": Size(100, 26, 8),
    "Made23": Size(100, 52, 16),
    "Made24": Size(150, 52, 32),
    "MadeMixed": Size(150, 52, 32, (480, 540, 600, 720)),
}
TIMES = "adpn"  # morning, day, afternoon, night: what is later may not be followed by what is earlier
CONTRACTS = (  # share of full time, longest and shortest run, shortest rest, share of weekends
    (1.0, 5, 2, 2, 0.5),
    (1.0, 6, 2, 2, 0.5),
    (0.6, 5, 2, 2, 0.75),
    (0.55, 3, 1, 2, 0.33),
)


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in SIZES.items():
        (folder / f"{name}.txt").write_text(made(size, seed=len(name) + size.people))
        print(folder / f"{name}.txt")
    return 0


def made(size: Size, seed: int) -> str:
    rng = random.Random(seed)
    days, people = size.weeks * 7, [f"P{n}" for n in range(size.people)]
    shifts = {
        f"{TIMES[n % 4]}{n // 4 + 1}": size.lengths[n % 4 % len(size.lengths)] for n in range(size.shifts)
    }
    rows = ["SECTION_HORIZON", str(days), "SECTION_SHIFTS"]
    rows += [f"{name},{minutes},{'|'.join(_barred(name, list(shifts)))}" for name, minutes in shifts.items()]
    off = {name: _off(rng, days) for name in people}
    rows += ["SECTION_STAFF", *(_contract(rng, name, days - len(off[name]), shifts) for name in people)]
    rows += ["SECTION_DAYS_OFF", *(",".join([name, *map(str, sorted(off[name]))]) for name in people)]
    rows += ["SECTION_SHIFT_ON_REQUESTS", *_wishes(rng, people, days, list(shifts), 0.08)]
    rows += ["SECTION_SHIFT_OFF_REQUESTS", *_wishes(rng, people, days, list(shifts), 0.04)]
    heads = size.people * 0.55 / size.shifts
    rows += ["SECTION_COVER"]
    rows += [
        f"{day},{shift},{max(0, round(rng.gauss(heads, 0.7)))},100,1"
        for day in range(days)
        for shift in shifts
    ]
    return "\n".join(rows) + "\n"


def _barred(name: str, shifts: list[str]) -> list[str]:
    return [other for other in shifts if TIMES.index(other[0]) < TIMES.index(name[0])]


def _contract(rng: random.Random, name: str, days: int, shifts: dict[str, int]) -> str:
    share, longest, shortest, rest, weekends = rng.choices(CONTRACTS, (6, 2, 1, 1))[0]
    most = round(days * 0.64 * share) * 480
    caps = {shift: days if rng.random() < 0.75 else rng.choice((0, round(days * 0.13))) for shift in shifts}
    caps[rng.choice(list(shifts))] = days
    wide = most - 960 * (1 + (len(set(shifts.values())) > 1))
    limits = f"{most},{wide},{longest},{shortest},{rest},{round(days // 7 * weekends)}"
    return f"{name},{'|'.join(f'{shift}={cap}' for shift, cap in caps.items())},{limits}"


def _off(rng: random.Random, days: int) -> set[int]:
    off: set[int] = set()
    for _ in range(max(1, days // 90)):
        begin = rng.randrange(days)
        off |= set(range(begin, min(days, begin + rng.randint(1, 10))))
    return off


def _wishes(rng: random.Random, people: list[str], days: int, shifts: list[str], share: float) -> list[str]:
    return [
        f"{name},{day},{rng.choice(shifts)},{rng.randint(1, 3)}"
        for name in people
        for day in range(days)
        if rng.random() < share
    ]


if __name__ == "__main__":
    sys.exit(main())
