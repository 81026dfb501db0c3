from evaluations.models.cycles import Cycle, Evaluation
from evaluations.models.editions import Edition, Proposal, Signature, Writing
from evaluations.models.forms import Form, FormVersion
from evaluations.models.goals import CheckIn, Goal

__all__ = [
    "CheckIn",
    "Cycle",
    "Edition",
    "Evaluation",
    "Form",
    "FormVersion",
    "Goal",
    "Proposal",
    "Signature",
    "Writing",
]
