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
    "ForecastRun",
    "LoadCaps",
    "LoadOverride",
    "Need",
    "NeedOverride",
    "StaffingTerms",
    "TeamCalendar",
]
