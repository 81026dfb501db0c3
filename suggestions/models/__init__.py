from suggestions.models.recognition import Praise, TeamGoal, Thanked, Thanks
from suggestions.models.suggestions import Step, Suggestion, Support

__all__ = ["Praise", "Step", "Suggestion", "Support", "TeamGoal", "Thanked", "Thanks"]
