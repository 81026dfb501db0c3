from scheduling.actions.alarming import alarm, alarm_all, set_alarm
from scheduling.actions.counting import count_all, count_day
from scheduling.actions.covering import cover, cover_all
from scheduling.actions.forecasting import forecast, forecast_all
from scheduling.actions.hours import Stale, build, extend_holidays, save_calendar, set_hours
from scheduling.actions.marking import mark, redo_mark, undo_mark
from scheduling.actions.needing import write_all_needs, write_need
from scheduling.actions.overriding import override_need, undo_override
from scheduling.actions.terms import StaleTerms, set_terms

__all__ = [
    "Stale",
    "StaleTerms",
    "alarm",
    "alarm_all",
    "build",
    "count_all",
    "count_day",
    "cover",
    "cover_all",
    "extend_holidays",
    "forecast",
    "forecast_all",
    "mark",
    "override_need",
    "redo_mark",
    "save_calendar",
    "set_alarm",
    "set_hours",
    "set_terms",
    "undo_mark",
    "undo_override",
    "write_all_needs",
    "write_need",
]
