from scheduling.actions.counting import count_all, count_day
from scheduling.actions.forecasting import forecast, forecast_all
from scheduling.actions.hours import Stale, build, extend_holidays, save_calendar, set_hours
from scheduling.actions.marking import mark, redo_mark, undo_mark
from scheduling.actions.needing import write_all_needs, write_need
from scheduling.actions.overriding import override_need, undo_override
from scheduling.actions.terms import StaleTerms, set_terms

__all__ = [
    "Stale",
    "StaleTerms",
    "build",
    "count_all",
    "count_day",
    "extend_holidays",
    "forecast",
    "forecast_all",
    "mark",
    "override_need",
    "redo_mark",
    "save_calendar",
    "set_hours",
    "set_terms",
    "undo_mark",
    "undo_override",
    "write_all_needs",
    "write_need",
]
