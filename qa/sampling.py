"""Which answers are reviewed, and what the reviewed ones say of all. Pure: no Django, no database.

Each stratum (an agent, as a rule) gives its quota. Inside it every answer has a known chance to be drawn: a
floor that is the same for all, the rest by its risk. The draw keeps those chances exactly and the number as
well (the pivotal method: Deville & Tillé 1998, Biometrika 85), from a seed: the same seed, the same sample.
Because the chances are known, quality is estimated for all answers and not only for the risky ones that were
looked at (Horvitz & Thompson 1952). The variance is that of draws at random (Deville 1999; Tillé 2006, 7.5),
and so a little wide for these, which meet in the order of their chances.
"""

import math
import random
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

# Of every quota so much is drawn without looking at risk.
FLOOR = 0.3
CERTAIN = 1 - 1e-9
# What reviews come to where nothing is known yet.
GUESS = 0.8


class SamplingError(ValueError):
    """What was asked cannot be drawn or estimated; says why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An answer that could be reviewed. `risk` is 0 or more, in any measure; `stratum` is whose it is."""

    key: Hashable
    stratum: Hashable
    risk: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.risk < math.inf:
            raise SamplingError(f"{self.key}: a risk is a number of at least 0")


@dataclass(frozen=True, slots=True)
class Drawn:
    """`chance` is that of being drawn, which the estimate divides by."""

    key: Hashable
    stratum: Hashable
    chance: float


@dataclass(frozen=True, slots=True)
class Sample:
    """`reserve` has the others of each stratum in the order in which they step in."""

    drawn: tuple[Drawn, ...]
    reserve: Mapping[Hashable, tuple[Drawn, ...]]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean over all units with the ends of its interval; they are None where a variance cannot be told,
    with fewer than two reviews in some stratum that was not reviewed whole.
    """

    value: float
    low: float | None
    high: float | None
    reviewed: int
    population: int


def draw(units: Sequence[Unit], quotas: Mapping[Hashable, int], *, seed: int, floor: float = FLOOR) -> Sample:
    """`quotas`: how many of each stratum; one that has fewer gives all it has. The order of `units` does not
    matter, their keys must be sortable and different.
    """
    if not 0 < floor <= 1:
        raise SamplingError("the floor is more than 0 and at most 1")
    by_stratum: dict[Hashable, list[Unit]] = {}
    for unit in sorted(units, key=lambda one: one.key):  # type: ignore[arg-type, return-value]
        by_stratum.setdefault(unit.stratum, []).append(unit)
    if len({unit.key for unit in units}) != len(units):
        raise SamplingError("a unit was given twice")
    drawn: list[Drawn] = []
    reserve = {}
    for stratum, members in sorted(by_stratum.items(), key=lambda item: str(item[0])):
        dice = random.Random(f"{seed}/{stratum}")  # noqa: S311  a sample that can be drawn again
        chances = inclusion([one.risk for one in members], quotas.get(stratum, 0), floor=floor)
        taken = _pivotal(chances, dice)
        mine = [Drawn(one.key, stratum, chance) for one, chance in zip(members, chances, strict=True)]
        drawn += [one for one, is_taken in zip(mine, taken, strict=True) if is_taken]
        left = [one for one, is_taken in zip(mine, taken, strict=True) if not is_taken]
        reserve[stratum] = tuple(sorted(left, key=lambda one: _turn(one.chance, dice)))
    return Sample(tuple(drawn), reserve)


def _turn(chance: float, dice: random.Random) -> float:
    """Who steps in sooner: by odds, so that whatever drops out, each is looked at as often as its chance says
    (exponential keys: Efraimidis & Spirakis 2006, Information Processing Letters 97).
    """
    odds = chance / (1 - chance) if chance else 1.0
    return dice.expovariate(1) / odds


def inclusion(risks: Sequence[float], quota: int, *, floor: float = FLOOR) -> list[float]:
    """The chance of each to be drawn: they sum to the quota (or all are 1), and each is at least the floor's
    share of an equal chance.
    """
    if quota < 0:
        raise SamplingError("a quota is not below 0")
    size = len(risks)
    if quota >= size:
        return [1.0] * size
    total = math.fsum(risks)
    weights = [floor / size + (1 - floor) * (risk / total if total else 1 / size) for risk in risks]
    return _capped(weights, quota)


def _capped(weights: Sequence[float], quota: int) -> list[float]:
    """In proportion to the weights, none above 1; what is cut off goes to the others."""
    certain: set[int] = set()
    while True:
        open_weight = math.fsum(weight for n, weight in enumerate(weights) if n not in certain)
        left = quota - len(certain)
        over = {n for n, w in enumerate(weights) if n not in certain and w * left >= open_weight}
        if not over or not left:
            return [1.0 if n in certain else w * left / open_weight for n, w in enumerate(weights)]
        certain |= over


def _pivotal(chances: Sequence[float], dice: random.Random) -> list[bool]:
    """Two at a time decide between them, until each is in or out; how many are in is their sum.

    Those of like chance meet one another, so that about as many of each kind are in as should be.
    """
    share = list(chances)
    order = [n for n in range(len(share)) if 0 < share[n] < CERTAIN]
    dice.shuffle(order)
    order.sort(key=share.__getitem__)
    if not order:
        return [one >= CERTAIN for one in share]
    here = order[0]
    for there in order[1:]:
        here = _decide(share, here, there, dice)
    share[here] = round(share[here])
    return [one >= CERTAIN for one in share]


def _decide(share: list[float], one: int, other: int, dice: random.Random) -> int:
    """One of the two is settled; who is still open."""
    both = share[one] + share[other]
    if both < 1:
        if dice.random() * both < share[one]:
            share[one], share[other] = both, 0.0
            return one
        share[one], share[other] = 0.0, both
        return other
    if dice.random() * (2 - both) < 1 - share[other]:
        share[one], share[other] = 1.0, both - 1
        return other
    share[one], share[other] = both - 1, 1.0
    return one


def mean_of_all(
    reviewed: Sequence[tuple[Drawn, float]],
    sizes: Mapping[Hashable, int],
    *,
    guess: float = GUESS,
    confidence: float = 0.95,
) -> Estimate:
    """`reviewed` has each drawn unit with its score, `sizes` how many units each stratum has.

    `guess` is what the mean is likely to be, known before the draw (that of the time before): what is
    estimated is how far the truth is from it (the difference estimator: Särndal, Swensson & Wretman 1992,
    6.3). The estimate has no bias, whatever the risks and the guess were; the better the guess, the narrower
    the interval, which is that of Student's t.
    """
    population = sum(sizes.values())
    strata: dict[Hashable, list[tuple[float, float]]] = {}
    for unit, score in reviewed:
        strata.setdefault(unit.stratum, []).append((score - guess, unit.chance))
    if missing := [stratum for stratum, size in sizes.items() if size and stratum not in strata]:
        raise SamplingError(f"nothing of {missing[0]} was reviewed: nothing is known of it")
    if not population:
        raise SamplingError("there is nothing to estimate")
    total = math.fsum(off / chance for rows in strata.values() for off, chance in rows)
    spreads = [_variance(rows) for rows in strata.values()]
    value = guess + total / population
    low = high = None
    if None not in spreads:
        known = [spread for spread in spreads if spread]
        freedom = _freedom(known)
        reach = t_quantile((1 + confidence) / 2, freedom) * math.sqrt(sum(v for v, _ in known)) / population
        low, high = value - reach, value + reach
    return Estimate(value, low, high, len(reviewed), population)


def _variance(rows: Sequence[tuple[float, float]]) -> tuple[float, int] | None:
    """The variance of the stratum's estimated total and its degrees of freedom. None: it cannot be told."""
    open_rows = [(score, chance) for score, chance in rows if chance < CERTAIN]
    if not open_rows:
        return 0.0, 0
    if len(open_rows) < 2:
        return None
    rest = math.fsum(1 - chance for _, chance in open_rows)
    shares = [(1 - chance) / rest for _, chance in open_rows]
    level = math.fsum(a * score / chance for a, (score, chance) in zip(shares, open_rows, strict=True))
    spread = math.fsum((1 - chance) * (score / chance - level) ** 2 for score, chance in open_rows)
    return spread / (1 - math.fsum(a * a for a in shares)), len(open_rows) - 1


def _freedom(spreads: Sequence[tuple[float, int]]) -> float:
    """Satterthwaite's degrees of freedom of a sum of variances (1946, Biometrics Bulletin 2)."""
    below = math.fsum(variance**2 / freedom for variance, freedom in spreads if freedom)
    return math.fsum(variance for variance, _ in spreads) ** 2 / below if below else math.inf


def t_quantile(probability: float, freedom: float) -> float:
    """Of Student's t, from that of the normal distribution (Abramowitz & Stegun 26.7.5; within 0.01 from
    three degrees of freedom on). One and two have forms of their own.
    """
    if freedom <= 1:
        return math.tan(math.pi * (probability - 0.5))
    if freedom <= 2:
        side = 2 * probability - 1
        return side * math.sqrt(2 / (1 - side * side))
    z = NormalDist().inv_cdf(probability)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + math.fsum(term / freedom**n for n, term in enumerate(terms, 1))


def wilson(successes: int, trials: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of a share (Wilson 1927); of nothing tried all of 0 to 1."""
    if not 0 <= successes <= trials:
        raise SamplingError("successes are among the trials")
    if not trials:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, tail = successes / trials, z * z / trials
    middle = (share + tail / 2) / (1 + tail)
    reach = z * math.sqrt(share * (1 - share) / trials + tail / (4 * trials)) / (1 + tail)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def sample_size(population: int, *, margin: float, confidence: float = 0.95, share: float = 0.5) -> int:
    """How many of a population tell a share within the margin (Cochran 1977, 4.4), rounded up."""
    if population < 0 or not 0 < margin < 1:
        raise SamplingError("a population of 0 or more, a margin between 0 and 1")
    if not population:
        return 0
    endless = NormalDist().inv_cdf((1 + confidence) / 2) ** 2 * share * (1 - share) / margin**2
    return math.ceil(endless / (1 + (endless - 1) / population))
