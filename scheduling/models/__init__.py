from scheduling.models.attendance import Attendance, ClockCorrection, Deviation, Pause
from scheduling.models.coverage import CoverageAlarm, CoverageRisk, CoverageTerms
from scheduling.models.demand import (
    Arrivals,
    CountedDay,
    CountedUpTo,
    DemandMark,
    ForecastRun,
    NeedOverride,
    StaffingTerms,
)
from scheduling.models.exchange import Exchange, Gap, ShiftMove, SwapTerms
from scheduling.models.hours import Calendar, CalendarVersion, TeamCalendar
from scheduling.models.load import LoadCaps, LoadOverride
from scheduling.models.need import Need
from scheduling.models.people import Allowance, Availability, Blackout, ShiftFeed, ShiftWish, TimeOff
from scheduling.models.remedies import RemedyTaken
from scheduling.models.rosters import (
    DraftShift,
    OnCall,
    Publication,
    RosterDraft,
    Rotation,
    Shift,
    ShiftTemplate,
)
from scheduling.models.solving import SolveRun

__all__ = [
    "Allowance",
    "Arrivals",
    "Attendance",
    "Availability",
    "Blackout",
    "Calendar",
    "CalendarVersion",
    "ClockCorrection",
    "CountedDay",
    "CountedUpTo",
    "CoverageAlarm",
    "CoverageRisk",
    "CoverageTerms",
    "DemandMark",
    "Deviation",
    "DraftShift",
    "Exchange",
    "ForecastRun",
    "Gap",
    "LoadCaps",
    "LoadOverride",
    "Need",
    "NeedOverride",
    "OnCall",
    "Pause",
    "Publication",
    "RemedyTaken",
    "RosterDraft",
    "Rotation",
    "Shift",
    "ShiftFeed",
    "ShiftMove",
    "ShiftTemplate",
    "ShiftWish",
    "SolveRun",
    "StaffingTerms",
    "SwapTerms",
    "TeamCalendar",
    "TimeOff",
]
