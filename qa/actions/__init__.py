from qa.actions.calibrating import close_calibration, fill_in, open_calibration, say
from qa.actions.coaching import close_coaching, follow_up, follow_up_due, open_coaching
from qa.actions.disputing import dispute, pass_up, settle
from qa.actions.drawing import draw_due, draw_next, give_out
from qa.actions.dropping import drop_review
from qa.actions.judging import judge
from qa.actions.keeping import StaleDraft
from qa.actions.listening import note_missed, note_tone
from qa.actions.looking import note_look, note_looks
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
    "judge",
    "mark",
    "note_look",
    "note_looks",
    "note_missed",
    "note_reading",
    "note_taking",
    "note_tone",
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
