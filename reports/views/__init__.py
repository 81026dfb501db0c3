from reports.views.backtests import backtest, backtest_run
from reports.views.board import due, now
from reports.views.satisfaction import done, low_scores, my_satisfaction, satisfaction, take

__all__ = [
    "backtest",
    "backtest_run",
    "done",
    "due",
    "low_scores",
    "my_satisfaction",
    "now",
    "satisfaction",
    "take",
]
