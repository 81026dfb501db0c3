"""Working-time rules of five regimes as figures. Pure: no Django, no database.

They are defaults that a contract can make stricter, not legal advice. Sources, article by article:

- EU: Directive 2003/88/EC arts. 3-8 and 16; weekly rest comes on top of daily rest: CJEU C-477/21
  (MÁV-START).
- EE: Employment Contracts Act (Töölepingu seadus) §§ 43-52. Rosters are summarised working time: 36 h and not
  48 h of weekly rest, with the daily rest on top (Labour Inspectorate, from 2024).
- PL: Kodeks pracy arts. 129-135, 151(3), 151(7), 151(12); 12 h a day are those of the equivalent system.
- ES: Estatuto de los Trabajadores arts. 34-37; the day and a half a week does not overlap the daily rest.
- Being on call from home is no work in any of them (CJEU C-344/19). In EE (§ 48) and in PL (art. 151(5)) it
  must leave the daily and the weekly rest nevertheless.
- RU: Labour Code arts. 91, 96, 103-104, 108, 110. No daily rest is written there since 2006.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

EVENING, MORNING = datetime.time(22), datetime.time(6)


class Kind(StrEnum):
    """What a roster can break. All but those of SOFT are hard: when exactly somebody takes a break may be
    agreed on the day, a late roster is late whatever is in it, and who said they cannot may still agree.
    """

    OVERLAP = "overlap"
    DAILY_REST = "daily_rest"
    WEEKLY_REST = "weekly_rest"
    MAX_SHIFT = "max_shift"
    MAX_DAY = "max_day"
    MAX_WEEK = "max_week"
    WEEK_AVERAGE = "week_average"
    BREAK = "break"
    NIGHT_WORK = "night_work"
    MAX_NIGHT = "max_night"
    NIGHT_AVERAGE = "night_average"
    NIGHT_WEEKS = "night_weeks"
    DAYS_IN_A_ROW = "days_in_a_row"
    SHIFTS_IN_A_ROW = "shifts_in_a_row"
    SUNDAYS = "sundays"
    NOTICE = "notice"
    # Not of any law: without a contract nobody can be given a shift, nor after they left.
    NO_CONTRACT = "no_contract"
    LEFT = "left"
    TIME_OFF = "time_off"
    UNAVAILABLE = "unavailable"
    # The hard caps of overwork: hours and nights of any seven days, rest between two duties.
    CAP_WORKED = "cap_worked"
    CAP_NIGHTS = "cap_nights"
    CAP_REST = "cap_rest"


SOFT = frozenset({Kind.BREAK, Kind.NOTICE})


@dataclass(frozen=True, slots=True)
class Rules:
    """Hours unless the name says otherwise; None is no such rule. `breaks` are (longer than hours, minutes
    more of pause). `calls_leave_rest`: who is on call rests not. `basis` says where each rule comes from.
    """

    daily_rest_h: float | None = None
    weekly_rest_h: float | None = None
    weekly_rest_adds_daily: bool = False
    weekly_window_days: int = 7
    max_shift_h: float | None = None
    max_day_h: float | None = None
    max_week_h: float | None = None
    max_week_avg_h: float | None = None
    average_weeks: int = 17
    breaks: tuple[tuple[float, int], ...] = ()
    breaks_are_work: bool = False
    night_from: datetime.time = EVENING
    night_to: datetime.time = MORNING
    night_min_h: float = 3
    night_work: bool = True
    max_night_h: float | None = None
    night_avg_h: float | None = None
    night_avg_days: int = 119
    max_night_weeks: int | None = None
    max_days_in_a_row: int | None = None
    pair_of_shifts_h: float | None = None
    sunday_off_in_weeks: int | None = None
    notice_days: int = 0
    calls_leave_rest: bool = False
    cap_worked_h: float | None = None
    cap_nights: float | None = None
    cap_rest_h: float | None = None
    basis: Mapping[Kind, str] = field(default_factory=dict)

    @property
    def weekly_rest_total_h(self) -> float | None:
        if self.weekly_rest_h is None or not self.weekly_rest_adds_daily:
            return self.weekly_rest_h
        return self.weekly_rest_h + (self.daily_rest_h or 0)


@dataclass(frozen=True, slots=True)
class Regime:
    code: str
    rules: Rules


@dataclass(frozen=True, slots=True)
class Limits:
    """What a contract says for itself."""

    max_day_h: float | None = None
    max_week_h: float | None = None
    min_rest_h: float | None = None
    night_work: bool = True


_EU = Rules(
    daily_rest_h=11,  # art. 3
    weekly_rest_h=24, weekly_rest_adds_daily=True,  # art. 5: 24 h plus the 11 h of art. 3
    max_shift_h=13,  # art. 3: what 11 h of 24 leave
    max_week_avg_h=48, average_weeks=17,  # arts. 6 and 16(b): four months
    breaks=((6, 1),),  # art. 4: a break, how long is for national law
    night_avg_h=8, night_avg_days=119,  # art. 8(a); of at least 3 h at night: art. 2(4)
    basis={
        Kind.DAILY_REST: "2003/88/EC art. 3", Kind.WEEKLY_REST: "2003/88/EC art. 5",
        Kind.MAX_SHIFT: "2003/88/EC art. 3", Kind.WEEK_AVERAGE: "2003/88/EC arts. 6, 16",
        Kind.BREAK: "2003/88/EC art. 4", Kind.NIGHT_AVERAGE: "2003/88/EC art. 8",
    },
)  # fmt: skip

_EE = Rules(
    daily_rest_h=11,  # § 51(1)
    weekly_rest_h=36, weekly_rest_adds_daily=True,  # § 52(2), summarised working time
    calls_leave_rest=True,  # § 48
    max_shift_h=13,  # § 51(1)
    max_week_avg_h=48, average_weeks=17,  # § 46(1)
    breaks=((6, 30),),  # § 47(2)
    night_avg_h=8, night_avg_days=119,  # § 50(1)
    max_days_in_a_row=6,  # § 52(1)
    basis={
        Kind.DAILY_REST: "TLS § 51", Kind.WEEKLY_REST: "TLS § 52", Kind.MAX_SHIFT: "TLS § 51",
        Kind.WEEK_AVERAGE: "TLS § 46", Kind.BREAK: "TLS § 47", Kind.NIGHT_AVERAGE: "TLS § 50",
        Kind.DAYS_IN_A_ROW: "TLS § 52",
    },
)  # fmt: skip

_PL = Rules(
    daily_rest_h=11,  # art. 132
    weekly_rest_h=35,  # art. 133: the daily rest is in it
    calls_leave_rest=True,  # art. 151(5)
    max_shift_h=13,  # art. 132: what 11 h of 24 leave, overtime with it
    max_day_h=12,  # art. 135
    max_week_avg_h=48, average_weeks=17,  # art. 131
    breaks=((6, 15), (9, 15), (16, 15)), breaks_are_work=True,  # art. 134
    night_from=datetime.time(22), night_to=datetime.time(6),  # art. 151(7): 8 h of 21:00-07:00
    sunday_off_in_weeks=4,  # art. 151(12)
    notice_days=7,  # art. 129 § 3
    basis={
        Kind.DAILY_REST: "KP art. 132", Kind.WEEKLY_REST: "KP art. 133", Kind.MAX_SHIFT: "KP art. 132",
        Kind.MAX_DAY: "KP art. 135", Kind.WEEK_AVERAGE: "KP art. 131", Kind.BREAK: "KP art. 134",
        Kind.SUNDAYS: "KP art. 151(12)", Kind.NOTICE: "KP art. 129",
    },
)  # fmt: skip

_ES = Rules(
    daily_rest_h=12,  # art. 34.3
    weekly_rest_h=36, weekly_rest_adds_daily=True,  # art. 37.1: not overlapping the daily rest
    max_shift_h=12,  # art. 34.3: what 12 h of 24 leave
    max_day_h=9,  # art. 34.3
    max_week_avg_h=40, average_weeks=52,  # art. 34.1: over the year
    breaks=((6, 15),),  # art. 34.4
    night_avg_h=8, night_avg_days=15,  # art. 36.1
    max_night_weeks=2,  # art. 36.3
    notice_days=5,  # art. 34.2
    basis={
        Kind.DAILY_REST: "ET art. 34.3", Kind.WEEKLY_REST: "ET art. 37.1", Kind.MAX_SHIFT: "ET art. 34.3",
        Kind.MAX_DAY: "ET art. 34.3", Kind.WEEK_AVERAGE: "ET art. 34.1", Kind.BREAK: "ET art. 34.4",
        Kind.NIGHT_AVERAGE: "ET art. 36.1", Kind.NIGHT_WEEKS: "ET art. 36.3", Kind.NOTICE: "ET art. 34.2",
    },
)  # fmt: skip

_RU = Rules(
    weekly_rest_h=42,  # art. 110
    max_week_avg_h=40, average_weeks=13,  # arts. 91, 104: over a period of account, here a quarter
    breaks=((4, 30),),  # art. 108
    pair_of_shifts_h=12,  # art. 103: not two shifts in a row
    notice_days=30,  # art. 103: a month
    basis={
        Kind.WEEKLY_REST: "ТК art. 110", Kind.WEEK_AVERAGE: "ТК arts. 91, 104", Kind.BREAK: "ТК art. 108",
        Kind.SHIFTS_IN_A_ROW: "ТК art. 103", Kind.NOTICE: "ТК art. 103",
    },
)  # fmt: skip

REGIMES: Mapping[str, Regime] = {
    code: Regime(code, rules)
    for code, rules in {"EU": _EU, "EE": _EE, "PL": _PL, "ES": _ES, "RU": _RU}.items()
}
CONTRACT, CAP = "contract", "cap"


def stricter(rules: Rules, limits: Limits) -> Rules:
    """Whichever of law and contract gives the person more rest and less work; where it is the contract, the
    basis says so.
    """
    said: dict[str, float | bool] = {}
    basis = dict(rules.basis)
    for name, kind, value in (
        ("max_day_h", Kind.MAX_DAY, limits.max_day_h),
        ("max_week_h", Kind.MAX_WEEK, limits.max_week_h),
        ("daily_rest_h", Kind.DAILY_REST, limits.min_rest_h),
    ):
        law = getattr(rules, name)
        if value is None or (law is not None and (value <= law if kind is Kind.DAILY_REST else value >= law)):
            continue
        said[name], basis[kind] = value, CONTRACT
    if not limits.night_work:
        said["night_work"], basis[Kind.NIGHT_WORK] = False, CONTRACT
    # The weekly rest of the law is not made longer by a contract that gives more daily rest.
    if "daily_rest_h" in said and rules.weekly_rest_adds_daily:
        said["weekly_rest_h"] = rules.weekly_rest_total_h or 0
        said["weekly_rest_adds_daily"] = False
    return replace(rules, basis=basis, **said)  # type: ignore[arg-type]
