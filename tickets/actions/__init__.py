from tickets.actions.assigning import assign, change_team, take
from tickets.actions.links import revoke_link
from tickets.actions.moving import move
from tickets.actions.opening import open_ticket
from tickets.actions.seeing import mark_seen, mark_unread
from tickets.actions.sorting import prioritise, retitle, tag
from tickets.actions.talking import (
    StaleReply,
    add_note,
    attach_letter,
    discard_draft,
    keep_automatic,
    keep_third_party,
    note_failure,
    receive,
    reply,
    save_draft,
)

__all__ = [
    "StaleReply",
    "add_note",
    "assign",
    "attach_letter",
    "change_team",
    "discard_draft",
    "keep_automatic",
    "keep_third_party",
    "mark_seen",
    "mark_unread",
    "move",
    "note_failure",
    "open_ticket",
    "prioritise",
    "receive",
    "reply",
    "retitle",
    "revoke_link",
    "save_draft",
    "tag",
    "take",
]
