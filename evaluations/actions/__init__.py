from evaluations.actions.aiming import change_goal, check_in, end_goal, resume_goal, set_goal
from evaluations.actions.keeping import StaleDraft
from evaluations.actions.opening import add_people, open_cycle
from evaluations.actions.reminding import remind
from evaluations.actions.setting_up import retire_form, save_form
from evaluations.actions.signing import countersign, hand_over, reopen, sign, withdraw, words_seen
from evaluations.actions.writing import hand_in, send_comments, share, take_back, write

__all__ = [
    "StaleDraft",
    "add_people",
    "change_goal",
    "check_in",
    "countersign",
    "end_goal",
    "hand_in",
    "hand_over",
    "open_cycle",
    "remind",
    "reopen",
    "resume_goal",
    "retire_form",
    "save_form",
    "send_comments",
    "set_goal",
    "share",
    "sign",
    "take_back",
    "withdraw",
    "words_seen",
    "write",
]
