from reports.views.backtests import backtest, backtest_run
from reports.views.board import due, now

__all__ = ["backtest", "backtest_run", "due", "now"]
