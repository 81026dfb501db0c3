from tickets.actions.admitting import NotPending, admit, part
from tickets.actions.assigning import assign, change_team, take
from tickets.actions.letters import (
    NothingToDecide,
    attach_letter,
    note_deliveries,
    note_failure,
    note_letter,
    say_it_arrived,
    send_again,
    thread_name,
)
from tickets.actions.links import revoke_link
from tickets.actions.moving import move
from tickets.actions.opening import open_ticket
from tickets.actions.seeing import mark_seen, mark_unread
from tickets.actions.sorting import prioritise, retitle, tag
from tickets.actions.talking import (
    StaleReply,
    add_note,
    discard_draft,
    keep_automatic,
    keep_third_party,
    receive,
    reply,
    save_draft,
)

__all__ = [
    "NotPending",
    "NothingToDecide",
    "StaleReply",
    "add_note",
    "admit",
    "assign",
    "attach_letter",
    "change_team",
    "discard_draft",
    "keep_automatic",
    "keep_third_party",
    "mark_seen",
    "mark_unread",
    "move",
    "note_deliveries",
    "note_failure",
    "note_letter",
    "open_ticket",
    "part",
    "prioritise",
    "receive",
    "reply",
    "retitle",
    "revoke_link",
    "save_draft",
    "say_it_arrived",
    "send_again",
    "tag",
    "take",
    "thread_name",
]
