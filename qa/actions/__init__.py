from qa.actions.calibrating import close_calibration, fill_in, open_calibration, say
from qa.actions.coaching import close_coaching, follow_up, follow_up_due, open_coaching
from qa.actions.disputing import dispute, pass_up, settle
from qa.actions.drawing import draw_due, draw_next, give_out
from qa.actions.dropping import drop_review
from qa.actions.keeping import StaleDraft
from qa.actions.marking import mark, unmark
from qa.actions.planning import end_plan, save_plan
from qa.actions.reading import acknowledge, note_reading, note_taking
from qa.actions.reviewing import begin_review, give_review, write_review
from qa.actions.setting_up import retire_scorecard, save_scorecard

__all__ = [
    "StaleDraft",
    "acknowledge",
    "begin_review",
    "close_calibration",
    "close_coaching",
    "dispute",
    "draw_due",
    "draw_next",
    "drop_review",
    "end_plan",
    "fill_in",
    "follow_up",
    "follow_up_due",
    "give_out",
    "give_review",
    "mark",
    "note_reading",
    "note_taking",
    "open_calibration",
    "open_coaching",
    "pass_up",
    "retire_scorecard",
    "save_plan",
    "save_scorecard",
    "say",
    "settle",
    "unmark",
    "write_review",
]
