"""By when a suggestion is answered, and who is asked once more after that. No Django.

Working days are Monday to Friday: an answer to a colleague is no promise to a customer, and needs no hours.
"""

import datetime

DAY = datetime.timedelta(days=1)
SATURDAY = 5
NEXT_AFTER = 3  # working days after the answer was due, until the next manager is asked


def working_days_after(day: datetime.date, count: int) -> datetime.date:
    """The `count`th working day after that day; with 0 the day itself, or the Monday after a weekend."""
    while day.weekday() >= SATURDAY:
        day += DAY
    for _each in range(count):
        day += DAY
        while day.weekday() >= SATURDAY:
            day += DAY
    return day


def steps_due(answer_by: datetime.date, today: datetime.date) -> list[str]:
    """Which of "reminded" and "escalated" have come, the first first."""
    found = []
    if today >= answer_by:
        found.append("reminded")
    if today >= working_days_after(answer_by, NEXT_AFTER):
        found.append("escalated")
    return found
