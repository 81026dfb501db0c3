"""Is that more than usual? A seasonally adjusted test of one topic's arrivals in the last hour. Pure.

Usual: for each hour of the week, a mean over the last weeks, newer weeks counting more. It is drawn
towards the topic's share of what the whole desk gets at that hour (gamma–Poisson shrinkage: Clayton & Kaldor
1987, Biometrics 43:671), since a topic with three tickets a week says little about Tuesdays at ten. Days on
which the desk was nearly shut are left out, and past outbreaks are cut down so that they hide no new one
(Farrington et al. 1996, JRSS A 159:547; Noufaily et al. 2013, Stat. Med. 32:1206). What lifts the whole
desk in
the last hours (a Monday after holidays, a December) lifts the expectation too.

Test: P(X >= n) under a negative binomial whose variance is the measured spread times the mean and holds the
doubt about the mean itself. It must be below FALSE_PER_WEEK / (looks a week x topics): by Bonferroni the
expected number of false alarms is at most that, however looks and topics depend on each other.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

HOURS = 168  # of a week
FALSE_PER_WEEK = 0.5
LOOKS = 7 * 24 * 12  # one each five minutes
LEAST = 5  # tickets that are too few for an outbreak, whatever is usual
HALF_LIFE = 4.0  # weeks
PRIOR_WEEKS = 2.0  # what the desk's profile weighs
PRIOR_SPREAD, PRIOR_HOURS = 1.15, 200.0
FLOOR = 0.02  # tickets an hour: nothing is impossible
SHUT = 0.4  # a day below this share of its usual is a holiday
STEADY = 10.0  # tickets the desk must miss or have beyond the usual before its factor means much
LEAST_FACTOR, MOST_FACTOR = 0.6, 4.0


@dataclass(frozen=True)
class Usual:
    """`rates`: tickets by hour of the week. `spread`: variance over mean. `weeks`: what they rest on."""

    rates: tuple[float, ...]
    spread: float = PRIOR_SPREAD
    weeks: float = PRIOR_WEEKS

    def over(self, hour: int, past: float) -> float:
        """What is usual in the sixty minutes that end when `past` (0–1) of this hour of the week is over."""
        return self.rates[hour % HOURS] * past + self.rates[(hour - 1) % HOURS] * (1 - past)


@dataclass(frozen=True)
class Spike:
    count: int
    usual: float
    chance: float

    @property
    def growth(self) -> float:
        return self.count / max(self.usual, FLOOR)


def open_days(desk: Sequence[Sequence[float]]) -> list[list[bool]]:
    """For each week (oldest first, of 168 hours) and day: was the desk at work as usual?"""
    days = [[sum(week[24 * day : 24 * day + 24]) for day in range(7)] for week in desk]
    middle = [_median([week[day] for week in days]) for day in range(7)]
    return [[week[day] >= SHUT * middle[day] for day in range(7)] for week in days]


def usual_of_desk(desk: Sequence[Sequence[float]]) -> Usual:
    return usual_of(desk, desk, share=1.0)


def usual_of(
    own: Sequence[Sequence[float]],
    desk: Sequence[Sequence[float]],
    profile: Usual | None = None,
    *,
    share: float | None = None,
    known: Sequence[Sequence[bool]] | None = None,
) -> Usual:
    """Of a topic: `own` and `desk` are counts by week (oldest first) and hour of the week, `profile` is the
    desk's own usual, if it was worked out already; `known` are its open days.
    """
    if not own:
        return Usual((FLOOR,) * HOURS)
    known = known or open_days(desk)
    weights = [0.5 ** ((len(own) - 1 - n) / HALF_LIFE) for n in range(len(own))]
    base = list(profile.rates) if profile else _means(desk, weights, known, [0.0] * HOURS, 0.0)
    if share is None:
        total = sum(map(sum, desk))
        share = sum(map(sum, own)) / total if total else 0.0
    prior = [share * rate for rate in base]
    first = _means(own, weights, known, prior, PRIOR_WEEKS)
    cut = [[min(n, _ceiling(mean)) for n, mean in zip(week, first, strict=True)] for week in own]
    rates = _means(cut, weights, known, prior, PRIOR_WEEKS)
    spread = _spread(cut, rates, known)
    return Usual(tuple(max(rate, FLOOR) for rate in rates), spread, sum(weights) + PRIOR_WEEKS)


def _ceiling(mean: float) -> float:
    return mean + 3 * math.sqrt(PRIOR_SPREAD * mean) + 1


def _means(
    counts: Sequence[Sequence[float]],
    weights: Sequence[float],
    known: Sequence[Sequence[bool]],
    prior: Sequence[float],
    prior_weeks: float,
) -> list[float]:
    """By hour of the week, each with half of its two neighbours, drawn towards `prior`."""
    sums, weighed = [0.0] * HOURS, [0.0] * HOURS
    for week, weight, days in zip(counts, weights, known, strict=True):
        for hour, n in enumerate(week):
            if days[hour // 24]:
                sums[hour] += weight * n
                weighed[hour] += weight
    found = []
    for hour in range(HOURS):
        near = ((hour - 1) % HOURS, hour, (hour + 1) % HOURS)
        seen = sum(share * sums[at] for at, share in zip(near, (0.25, 0.5, 0.25), strict=True))
        over = sum(share * weighed[at] for at, share in zip(near, (0.25, 0.5, 0.25), strict=True))
        found.append((seen + prior_weeks * prior[hour]) / (over + prior_weeks) if over + prior_weeks else 0.0)
    return found


def _spread(
    counts: Sequence[Sequence[float]], rates: Sequence[float], known: Sequence[Sequence[bool]]
) -> float:
    """Pearson's: squared differences over means, drawn towards a little more than chance."""
    off, hours = PRIOR_SPREAD * PRIOR_HOURS, PRIOR_HOURS
    for week, days in zip(counts, known, strict=True):
        for hour, n in enumerate(week):
            mean = rates[hour]
            if days[hour // 24] and mean > 0.05:
                off += (n - mean) ** 2 / mean
                hours += 1
    return max(off / hours, 1.05)


def lifted(came: float, usual: float) -> float:
    """The rest of the desk against its usual in the last hours; near 1 if that says little."""
    return min(max((came + STEADY) / (usual + STEADY), LEAST_FACTOR), MOST_FACTOR)


def chance(count: int, mean: float, spread: float, weeks: float) -> float:
    """P(X >= count), X negative binomial with this mean and variance mean x spread x (1 + 1/weeks)."""
    variance = mean * spread * (1 + 1 / max(weeks, 1.0))
    size = mean * mean / max(variance - mean, 1e-9)
    rest = math.log(variance) - math.log(mean)  # of a failure: log(1/p)
    log_fail = math.log1p(-mean / variance)
    total, term = 0.0, 0.0
    # The upper tail summed upwards: no loss where it is tiny.
    for n in range(count, count + 400):
        term = math.exp(
            math.lgamma(n + size) - math.lgamma(size) - math.lgamma(n + 1) - size * rest + n * log_fail
        )
        total += term
        if term < total * 1e-9:
            break
    return min(total, 1.0)


def threshold(topics: int) -> float:
    return FALSE_PER_WEEK / (LOOKS * max(topics, 1))


def spike(count: int, mean: float, usual: Usual, *, topics: int) -> Spike | None:
    """Whether `count` tickets in an hour are one, where `mean` were to be expected."""
    mean = max(mean, FLOOR)
    if count < LEAST or count < 2 * mean:
        return None
    found = chance(count, mean, usual.spread, usual.weeks)
    return Spike(count, mean, found) if found < threshold(topics) else None


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
