from scheduling.actions.counting import count_all, count_day
from scheduling.actions.hours import Stale, build, extend_holidays, save_calendar, set_hours

__all__ = ["Stale", "build", "count_all", "count_day", "extend_holidays", "save_calendar", "set_hours"]
