"""The dashboards, who opens them, and which of their numbers open no list, each with why not."""

AGENT, LEAD, LEAD_OF_OTHERS, MANAGER, ADMIN = WALKERS = ("amara", "cleo", "lars", "mona", "ada")
EVERYBODY, LEADING, MANAGING = frozenset(WALKERS), frozenset(WALKERS[1:]), frozenset(WALKERS[3:])
# Who opens every list; the others open of each kind of list the one that has most.
THOROUGH = frozenset({LEAD, MANAGER})
# The pages with numbers, who opens them, and what is asked of each.
PAGES = {
    "reports:now": (LEADING, [""]),
    "reports:wall": (LEADING, [""]),
    "reports:due": (LEADING, ["?within=24"]),
    "reports:trends": (LEADING, [
        "?period=7days&step=week&against=before", "?measure=solved&period=7days&by=hour",
        "?measure=kept_first&by=team&period=7days&step=week", "?measure=resolution&period=7days&step=week",
    ]),
    "reports:satisfaction": (LEADING, ["?by=agent", "?by=product", "?by=organisation"]),
    "reports:my_satisfaction": (EVERYBODY, [""]),
    "reports:low_scores": (LEADING, [""]),
    "reports:problems": (LEADING, [""]),
    "reports:problem": (LEADING, [""]),
    "reports:reports": (LEADING, [""]),
    "reports:report": (LEADING, [""]),
    "reports:backtest": (MANAGING, [""]),
    "reports:backtest_run": (MANAGING, [""]),
    "reports:person": (LEADING, [""]),
    "mine:figures": (EVERYBODY, [""]),
}  # fmt: skip
# What is no dashboard: what changes something, and where that is typed in.
ACTS = {
    "problem_accept", "problem_dismiss", "problem_take_in", "problem_leave_out", "problem_banner",
    "problem_banner_end", "report_new", "report_change", "report_delete", "report_subscribe",
    "low_score_take", "low_score_done", "annotations", "annotation", "annotation_new", "annotation_remove",
}  # fmt: skip
# Sums of money and of hours, held against what is behind them in tests/reports/test_money.py.
MONEY = {"money", "money_overtime"}
# Where a number leads that is not how many of something there are.
EXPLAINED = {
    "tickets:ticket": "how long somebody waits: the ticket",
    "scheduling:coverage_team": "people needed and there, in parts: the quarter of an hour with all of it",
    "mail:health": "letters of the whole desk, those to candidates too: what it means, and what to do",
}
A_TIME, A_MEAN, INTERVAL = (
    "how long, not how many",
    "a mean, of what stands beside it",
    "bounds of its neighbour",
)
HOURS, NOT_KEPT = (
    "time, not tickets: it is added up from the roster and the clock",
    "reckoned, and not kept by ticket",
)
# Numbers that open no list, by page and name, and why.
NO_LIST = {
    ("reports:now", "Longest"): A_TIME,
    ("reports:now", "Waiting longest for us"): A_TIME,
    ("reports:now", "usually"): A_MEAN,
    ("reports:due", "Left"): A_TIME,
    ("reports:due", "h"): "how far ahead the page looks",
    ("reports:satisfaction", "Mean score"): A_MEAN,
    ("reports:satisfaction", "Between"): INTERVAL,
    ("reports:my_satisfaction", "Mean score"): A_MEAN,
    ("reports:problems", "Times the usual"): "a ratio of what came to what is usual",
    ("reports:problems", "Last week"): "counts of the whole desk by topic and hour, which no ticket hangs on",
    ("reports:problems", "day"): "what is to be expected",
    ("reports:problem", "Times the usual"): "a ratio of what came to what is usual",
    ("reports:problem", "Tickets by hour, against usual"): "counts of the whole desk by topic and hour",
    ("reports:problem", "Came"): "counts of the whole desk by topic and hour",
    ("reports:problem", "Usual"): A_MEAN,
    ("reports:reports", "Figures"): "how many parts it has: its name opens them",
    ("reports:report", "Between"): INTERVAL,
    ("reports:backtest", "Days"): "how far back it looked",
    ("reports:backtest", "Tickets"): NOT_KEPT,
    ("reports:backtest_run", "Tickets replayed"): NOT_KEPT,
    ("reports:backtest_run", "Work to be done sooner"): NOT_KEPT,
    ("reports:backtest_run", "Before"): NOT_KEPT,
    ("reports:backtest_run", "Missed before"): NOT_KEPT,
    ("reports:backtest_run", "Missed then"): NOT_KEPT,
    ("reports:backtest_run", "Late by"): A_TIME,
    ("mine:figures", "Answers in such an hour"): "answers, which have their list, by hours",
    **{(page, name): why for page in ("reports:person", "mine:figures") for name, why in (
        ("On shift for tickets", HOURS), ("There", HOURS), ("With something to answer", HOURS),
        ("Share", "of what stands beside it, which has its list"), ("Between", INTERVAL),
    )},
}  # fmt: skip
