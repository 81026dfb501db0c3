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
from scheduling.models.hours import Calendar, CalendarVersion, TeamCalendar
from scheduling.models.load import LoadCaps, LoadOverride
from scheduling.models.need import Need
from scheduling.models.rosters import (
    DraftShift,
    OnCall,
    Publication,
    RosterDraft,
    Shift,
    ShiftTemplate,
)

__all__ = [
    "Arrivals",
    "Calendar",
    "CalendarVersion",
    "CountedDay",
    "CountedUpTo",
    "CoverageAlarm",
    "CoverageRisk",
    "CoverageTerms",
    "DemandMark",
    "DraftShift",
    "ForecastRun",
    "LoadCaps",
    "LoadOverride",
    "Need",
    "NeedOverride",
    "OnCall",
    "Publication",
    "RosterDraft",
    "Shift",
    "ShiftTemplate",
    "StaffingTerms",
    "TeamCalendar",
]
