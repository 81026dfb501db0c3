"""How much waited for an answer, by steps of five minutes. Pure: no Django."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

STEP = 300
DAY = 86_400
STEPS = DAY // STEP  # of a day


@dataclass(frozen=True, slots=True)
class Queues:
    """By team and step from `start` on: the seconds that tickets waited in it, added up over them."""

    start: int
    seconds: Mapping[int, Sequence[int]]
    step: int = STEP

    def waited(self, since: float, until: float, there: Mapping[int, int]) -> float:
        """So many seconds of these are one's part of what waited, up to all of them; `there` are those who
        share it, by team.
        """
        of = [
            (self.seconds[team], self.step * max(n, 1)) for team, n in there.items() if team in self.seconds
        ]
        found, step, at = 0.0, self.step, since
        place = int((since - self.start) // step)
        while at < until:
            end = min(self.start + (place + 1) * step, until)
            found += (end - at) * min(1.0, sum([seconds[place] / whole for seconds, whole in of]))
            at, place = end, place + 1
        return found


def added_up(waits: Iterable[tuple[int, int]], start: int, steps: int, step: int = STEP) -> list[int]:
    """Of what waited from when to when, in whole seconds."""
    parts, whole = [0] * steps, [0] * (steps + 1)
    for begins, ends in waits:
        begins, ends = max(begins - start, 0), min(ends - start, steps * step)
        if begins >= ends:
            continue
        first, last = begins // step, (ends - 1) // step
        if first == last:
            parts[first] += ends - begins
            continue
        parts[first] += (first + 1) * step - begins
        parts[last] += ends - last * step
        whole[first + 1] += 1
        whole[last] -= 1
    return [part + step * n for part, n in zip(parts, accumulate(whole[:-1]), strict=True)]
