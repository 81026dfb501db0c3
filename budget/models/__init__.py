from budget.models.commitments import Commitment
from budget.models.explanations import Explanation
from budget.models.history import Change
from budget.models.plans import Line, Planned, PlanVersion
from budget.models.postings import Posting
from budget.models.scenarios import Scenario
from budget.models.years import CostCentre, Year

__all__ = [
    "Change",
    "Commitment",
    "CostCentre",
    "Explanation",
    "Line",
    "PlanVersion",
    "Planned",
    "Posting",
    "Scenario",
    "Year",
]
