from budget.actions.centres import save_centre
from budget.actions.committing import commit, release
from budget.actions.explaining import explain, look_for_variances
from budget.actions.lines import StalePlan, add_line, remove_line, save_line
from budget.actions.planning import approve, close, drop_plan, make_year, replan, save_year
from budget.actions.posting import post, reverse
from budget.actions.scenarios import drop_scenario, save_scenario
from budget.actions.sources import post_sources

__all__ = [
    "StalePlan",
    "add_line",
    "approve",
    "close",
    "commit",
    "drop_plan",
    "drop_scenario",
    "explain",
    "look_for_variances",
    "make_year",
    "post",
    "post_sources",
    "release",
    "remove_line",
    "replan",
    "reverse",
    "save_centre",
    "save_line",
    "save_scenario",
    "save_year",
]
