from scheduling.actions.hours import Stale, build, extend_holidays, save_calendar, set_hours

__all__ = ["Stale", "build", "extend_holidays", "save_calendar", "set_hours"]
