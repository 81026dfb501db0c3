"""What each number of the money page is, in a sentence: shown where one points, and below the tables."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: Mapping[str, Promise] = {
    "each": _("One solved ticket"),
    "solved": _("Solved"),
    "spent": _("Spent"),
    "overtime": _("Overtime"),
    "holiday": _("Of it on public holidays"),
    "overtime_cost": _("Cost of overtime"),
    "posted": _("Posted as overtime"),
    "so_far": _("So far against the plan"),
    "expected": _("Expected"),
    "hours": _("Hours more"),
    "hourly": _("An hour of the team"),
}
ABOUT: Mapping[str, Promise] = {
    "each": _(
        "Everything that the cost centre spent in a month, shared among the tickets that its team solved in "
        "it. Months without a solved ticket are left out, and so are months that are not over."
    ),
    "solved": _(
        "Each time that the team solved a ticket, as in the trends. Months begin at midnight in UTC, whoever "
        "reads them."
    ),
    "spent": _(
        "What is posted to the cost centre in the month. Pay is in the sum; only managers find it in the "
        "list."
    ),
    "topic": _(
        "A topic's share of what its teams spent is that of the time spent on its tickets, or of its tickets "
        "where no time was measured. A ticket with two topics counts for both."
    ),
    "overtime": _(
        "Hours beyond those that the contract asks for in a week from Monday to Sunday: by the clock, or as "
        "planned where somebody does not use it. Days off ask for nothing. What comes last in the week is "
        "the overtime, and counts for the team and the month it was worked in."
    ),
    "holiday": _(
        "What of the overtime lies between midnight and midnight of a public holiday. Those count of the "
        "country and region in the opening hours of the team it was worked for, whether the team opens on "
        "them or not; without a country, the whole days on which it is closed. Overtime is the end of what "
        "somebody worked; breaks count as taken before it."
    ),
    "overtime_cost": _(
        "Each of these hours at what an hour of whoever worked costs by contract, without supplements. For "
        "those who manage the budget."
    ),
    "posted": _("What was posted as overtime, by hand or from a file."),
    "so_far": _("Spent less planned, in the months that are over."),
    "expected": _("What was spent in the months that are over, and what is expected of the others."),
    "hours": _(
        "Work that would have to be done sooner, as the back-test reckoned it in its days, made into a month "
        "and a year."
    ),
    "hourly": _(
        "The mean of what its people cost by contract, by the hours they owe. Who works in several teams is "
        "shared out in equal parts."
    ),
}


def explained(*keys: str) -> list[tuple[str, str]]:
    """Name and meaning of each."""
    return [(str(NAMES[key]), str(ABOUT[key])) for key in keys]
