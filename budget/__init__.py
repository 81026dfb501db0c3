"""Budget: years, cost centres, lines, plan, forecast, actuals, commitments, what-if.

Knows suggestions and below; costs of shifts and numbers of tickets come through BUDGET_PROVIDERS. Offers
years_for, variances and the actions plan, post, close.
"""
