from reports.views.backtests import backtest, backtest_run
from reports.views.board import now

__all__ = ["backtest", "backtest_run", "now"]
