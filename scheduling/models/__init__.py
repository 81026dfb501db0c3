from scheduling.models.hours import Calendar, CalendarVersion, TeamCalendar

__all__ = ["Calendar", "CalendarVersion", "TeamCalendar"]
