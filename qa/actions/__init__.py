from qa.actions.disputing import dispute, pass_up, settle
from qa.actions.keeping import StaleDraft
from qa.actions.marking import mark, unmark
from qa.actions.reading import acknowledge, note_reading
from qa.actions.reviewing import begin_review, drop_review, give_review, write_review
from qa.actions.setting_up import retire_scorecard, save_scorecard

__all__ = [
    "StaleDraft",
    "acknowledge",
    "begin_review",
    "dispute",
    "drop_review",
    "give_review",
    "mark",
    "note_reading",
    "pass_up",
    "retire_scorecard",
    "save_scorecard",
    "settle",
    "unmark",
    "write_review",
]
