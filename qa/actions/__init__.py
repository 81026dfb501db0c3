from qa.actions.calibrating import close_calibration, fill_in, open_calibration, say
from qa.actions.checking import draw_checks, give_check
from qa.actions.coaching import close_coaching, follow_up, follow_up_due, open_coaching
from qa.actions.disputing import dispute, pass_up, settle
from qa.actions.drawing import draw_due, draw_next, give_out
from qa.actions.dropping import drop_review
from qa.actions.judging import judge
from qa.actions.keeping import StaleDraft
from qa.actions.listening import note_missed, note_tone
from qa.actions.looking import note_look, note_looks
from qa.actions.looping import ask_with, decline, measure_due, take_up
from qa.actions.marking import mark, unmark
from qa.actions.planning import end_plan, save_plan
from qa.actions.proposing import propose
from qa.actions.reading import acknowledge, note_reading, note_taking
from qa.actions.reviewing import begin_review, give_review, write_review
from qa.actions.setting_up import retire_scorecard, save_scorecard
from qa.actions.teaching import affected, follow_guideline
from qa.actions.tone_disputing import dispute_tone, pass_up_tone, settle_tone

__all__ = [
    "StaleDraft",
    "acknowledge",
    "affected",
    "ask_with",
    "begin_review",
    "close_calibration",
    "close_coaching",
    "decline",
    "dispute",
    "dispute_tone",
    "draw_checks",
    "draw_due",
    "draw_next",
    "drop_review",
    "end_plan",
    "fill_in",
    "follow_guideline",
    "follow_up",
    "follow_up_due",
    "give_check",
    "give_out",
    "give_review",
    "judge",
    "mark",
    "measure_due",
    "note_look",
    "note_looks",
    "note_missed",
    "note_reading",
    "note_taking",
    "note_tone",
    "open_calibration",
    "open_coaching",
    "pass_up",
    "pass_up_tone",
    "propose",
    "retire_scorecard",
    "save_plan",
    "save_scorecard",
    "say",
    "settle",
    "settle_tone",
    "take_up",
    "unmark",
    "write_review",
]
