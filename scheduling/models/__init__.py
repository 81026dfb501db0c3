from scheduling.models.hours import Calendar, CalendarVersion, TeamCalendar
from scheduling.models.load import LoadCaps, LoadOverride

__all__ = ["Calendar", "CalendarVersion", "LoadCaps", "LoadOverride", "TeamCalendar"]
