from suggestions.actions.answering import hand_over, link, move
from suggestions.actions.merging import merge, unmerge
from suggestions.actions.praising import forget_praise, keep_praise
from suggestions.actions.reaching import drop_goal, set_goal, tell_progress
from suggestions.actions.suggesting import suggest
from suggestions.actions.taking_out import redact
from suggestions.actions.talking import by_receipt, say, say_by_receipt, support
from suggestions.actions.thanking import share, thank
from suggestions.actions.watching import tell_of_anonymous, watch

__all__ = [
    "by_receipt",
    "drop_goal",
    "forget_praise",
    "hand_over",
    "keep_praise",
    "link",
    "merge",
    "move",
    "redact",
    "say",
    "say_by_receipt",
    "set_goal",
    "share",
    "suggest",
    "support",
    "tell_of_anonymous",
    "tell_progress",
    "thank",
    "unmerge",
    "watch",
]
