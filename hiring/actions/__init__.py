from hiring.actions.candidates import (
    add_candidate,
    add_file,
    add_note,
    became,
    begin_invitation,
    change_candidate,
    move,
    release_file,
    remove_file,
)
from hiring.actions.dossiers import hand_over, let_in, name_member, take_off
from hiring.actions.forgetting import erase_candidate, forget_due
from hiring.actions.interviews import ask_interviewer, judge, unask
from hiring.actions.letters import write_letter
from hiring.actions.looking import note_look
from hiring.actions.offers import move_offer, write_offer
from hiring.actions.positions import StaleEdit, change_position, open_position, set_stages, set_state
from hiring.actions.recommending import move as move_recommendation
from hiring.actions.recommending import recommend
from hiring.actions.recommending import write as write_recommendation

__all__ = [
    "StaleEdit",
    "add_candidate",
    "add_file",
    "add_note",
    "ask_interviewer",
    "became",
    "begin_invitation",
    "change_candidate",
    "change_position",
    "erase_candidate",
    "forget_due",
    "hand_over",
    "judge",
    "let_in",
    "move",
    "move_offer",
    "move_recommendation",
    "name_member",
    "note_look",
    "open_position",
    "recommend",
    "release_file",
    "remove_file",
    "set_stages",
    "set_state",
    "take_off",
    "unask",
    "write_letter",
    "write_offer",
    "write_recommendation",
]
