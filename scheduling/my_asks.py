"""What is asked of somebody now, for the page of their own shifts: the most pressing first."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from scheduling.access import planned_teams
from scheduling.choices import ExchangeState, OffState
from scheduling.leading import led_people
from scheduling.models import Exchange, Gap, TimeOff
from staff.models import User


@dataclass(frozen=True)
class Asked:
    """`what` names the words in `scheduling/_asked.html`; `page` is where it is answered."""

    what: str
    page: str
    args: Sequence[object] = ()
    count: int = 1
    at: datetime.datetime | None = None
    who: Sequence[User] = ()

    @property
    def names(self) -> str:
        """The first three."""
        who = list(dict.fromkeys(one.full_name for one in self.who))
        return ", ".join(who[:3]) + (f" +{len(who) - 3}" if len(who) > 3 else "")


def asked_of(reader: User, now: datetime.datetime) -> list[Asked]:
    """SHIFT_ASKS first: what is on floors above."""
    found = [one for path in settings.SHIFT_ASKS for one in import_string(path)(reader, now)]
    return [*found, *_offers(reader, now), *_back(reader, now), *_answers(reader, now)]


def _offers(reader: User, now: datetime.datetime) -> list[Asked]:
    """By colleagues to this reader alone; what goes to the whole team is no question to anybody."""
    rows = Exchange.objects.filter(to=reader, state=ExchangeState.OPEN, starts_at__gt=now)
    who = [one.by for one in rows.select_related("by").order_by("starts_at")]
    return [Asked("offers", "scheduling:exchanges", count=len(who), who=who)] if who else []


def _back(reader: User, now: datetime.datetime) -> list[Asked]:
    """Shifts that their time off left open, and they are not off after all."""
    rows = Gap.objects.filter(time_off__user=reader, ends_at__gt=now).select_related("time_off")
    counts = Counter(gap.time_off_id for gap in rows.order_by("starts_at") if gap.is_back)
    return [Asked("back", "scheduling:time_off_one", [row], count=n) for row, n in counts.items()]


def _answers(reader: User, now: datetime.datetime) -> list[Asked]:
    """Of those whose time they decide about."""
    if not reader.may("roster.plan"):
        return []
    found = []
    off = TimeOff.objects.filter(state=OffState.ASKED, user__in=led_people(reader).values("pk")).count()
    if off:
        found.append(Asked("time-off", "scheduling:time_off", count=off))
    swaps = Exchange.objects.filter(
        state=ExchangeState.ACCEPTED, starts_at__gt=now, team__in=planned_teams(reader).values("pk")
    ).exclude(by=reader)
    if count := swaps.exclude(taker=reader).count():
        found.append(Asked("swaps", "scheduling:exchanges", count=count))
    return found
