"""Pages of an agent's own time."""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from scheduling.actions import allowing, clocking, exchanging, time_off, wishing
from scheduling.models import Attendance, OnCall, ShiftTemplate
from staff.models import Contract
from tests.factories import make_shift

PAGES: dict[str, str | None] = {
    "scheduling:my_shifts": "amara",
    "scheduling:shift": "amara",
    "scheduling:time_off": "cleo",
    "scheduling:time_off_one": "cleo",
    "scheduling:shift_team": "cleo",
    "scheduling:allowances": "mona",
    "scheduling:exchanges": "cleo",
    "scheduling:gaps": "cleo",
    "scheduling:wishes": "amara",
    "scheduling:clock": "amara",
    "scheduling:clock_person": "cleo",
}
SHOWS: dict[str, str] = {
    "scheduling:time_off_one": "What becomes of the team",
    "scheduling:gaps": "Who could take it",
    "scheduling:exchanges": "Swaps and offers",
}
NO_PAGES: set[str] = {
    *("scheduling:shift_feed", "scheduling:make_feed", "scheduling:revoke_feed"),
    *("scheduling:time_off_answer", "scheduling:time_off_withdraw", "scheduling:swap_approval"),
    "scheduling:time_off_take_back",
    "scheduling:gap_remedy",
    *("scheduling:blackout_end", "scheduling:exchange_act", "scheduling:gap_claim", "scheduling:gap_give"),
    *("scheduling:availability", "scheduling:wish_drop", "scheduling:clock_press"),
    *("scheduling:clock_correct", "scheduling:deviation"),
    *("scheduling:correction_answer", "scheduling:deviation_answer"),
    *("scheduling:shift_offer", "scheduling:shift_swap"),
}
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
PARTS = ({"from": 120, "minutes": 60, "kind": "phone"}, {"from": 240, "minutes": 30, "kind": "break"})


def arguments(cast) -> dict[str, list]:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    today, nasty = now.date(), cast.nasty[:200]
    ben = cast.billing.members.exclude(pk__in=[cast.amara.pk, cast.cleo.pk]).first() or cast.mona
    for user in (cast.amara, ben, cast.cleo):
        Contract.objects.get_or_create(
            user=user, from_on=today - 90 * DAY, defaults={"weekly_hours": 40, "night_work": True}
        )
    kind = ShiftTemplate.objects.create(
        team=cast.billing, name="Early at the till", letter="Ea", starts=datetime.time(7), minutes=480
    )
    mine = make_shift(cast.amara, cast.billing, now + 20 * DAY, parts=PARTS)
    make_shift(ben, cast.billing, now + 20 * DAY)
    theirs = make_shift(cast.cleo, cast.billing, now + 22 * DAY)
    given = make_shift(cast.amara, cast.billing, now + 24 * DAY)
    ill = make_shift(cast.amara, cast.billing, now + 26 * DAY)
    type(ill).objects.filter(pk=ill.pk).update(note=nasty, template=kind)
    OnCall.objects.create(user=cast.amara, team=cast.billing, starts_at=now + 3 * DAY, ends_at=now + 4 * DAY)
    time_off.black_out(
        cast.billing, by=cast.cleo, first_on=today + 60 * DAY, last_on=today + 61 * DAY, reason=nasty
    )
    allowing.set_allowance(cast.amara, by=cast.mona, year=today.year, kind="holiday", days=28)
    there = ill.starts_at.astimezone(ZoneInfo(cast.amara.time_zone))
    sick = (there.date(), (there + HOUR).date())
    time_off.ask_time_off(
        cast.amara, by=cast.cleo, kind="sick", first_on=sick[0], last_on=sick[1], note=nasty
    )
    asked = time_off.ask_time_off(
        cast.amara, by=cast.amara, kind="holiday", first_on=today + 18 * DAY, last_on=today + 22 * DAY,
        note=nasty,
    )  # fmt: skip
    if ben.pk != cast.mona.pk:
        exchanging.accept(exchanging.offer(given, by=cast.amara, note=nasty), by=ben)
    exchanging.offer(theirs, by=cast.cleo, note=nasty)
    wishing.wish(by=cast.amara, wanted=False, weekday=6, template=kind, weight=3)
    wishing.set_availability({5: None, 2: (datetime.time(8), datetime.time())}, by=cast.amara)
    wishing.make_feed(by=cast.amara)
    row = Attendance.objects.create(user=cast.amara, starts_at=now - 3 * HOUR)
    clocking.begin_break(by=cast.amara)
    clocking.correct(
        row, by=cast.amara, starts_at=now - 3 * HOUR, ends_at=now - HOUR, reason=nasty
    )  # fmt: skip
    clocking.ask_deviation(
        by=cast.amara, kind="technical", starts_at=now - HOUR, ends_at=now, note=nasty
    )  # fmt: skip
    return {
        "scheduling:shift": [mine.pk],
        "scheduling:time_off_one": [asked.pk],
        "scheduling:shift_team": [cast.billing.slug],
        "scheduling:clock_person": [cast.amara.pk],
    }
