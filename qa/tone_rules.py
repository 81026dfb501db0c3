"""How often people agree with each rule of the tone monitor."""

from dataclasses import dataclass

from django.db.models import Avg, Count

from lib.evidence import Share, share
from qa.models import ToneRule
from qa.tones.model import model
from qa.tones.trust import FLOOR, weight
from qa.tones.undertones import undertones

# Fewer judgements say nothing of a rule.
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Ruled:
    """`precision` is None while nothing was judged, `weight` what a finding of it is worth by now."""

    row: ToneRule
    said: int
    precision: Share | None
    weight: float
    rules_only: bool

    @property
    def percent(self) -> int:
        return round(100 * self.weight)

    @property
    def judged(self) -> int:
        return self.row.confirmed + self.row.dismissed

    @property
    def is_open(self) -> int:
        return self.said - self.judged

    @property
    def is_too_few(self) -> bool:
        return self.judged < ENOUGH

    @property
    def is_quiet(self) -> bool:
        return self.weight < FLOOR


def ruled() -> list[Ruled]:
    """Those that have said something, the least believed first."""
    rows = ToneRule.objects.annotate(said=Count("findings"), shipped=Avg("findings__shipped"))
    found = [
        Ruled(
            row, row.said, share(row.confirmed, row.confirmed + row.dismissed),
            weight(row.shipped, row.judged), not (model(row.language) or undertones(row.language)),
        )
        for row in rows.filter(said__gt=0)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.weight, one.row.language, one.row.name))
