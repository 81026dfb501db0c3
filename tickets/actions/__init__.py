from tickets.actions.acknowledging import acknowledge
from tickets.actions.admitting import NotPending, admit, part
from tickets.actions.approving import NotAsked, answer, approve, ask_approval, send_back, withdraw
from tickets.actions.articles import article_opened, use_article, write_from
from tickets.actions.assigning import assign, change_team, may_work, take
from tickets.actions.bannering import end_banner, set_banner
from tickets.actions.checking_off import add_checklist, add_item, remove_checklist, tick
from tickets.actions.disputing import decline, dispute, drop_dispute, exclude, exclusions_of, include
from tickets.actions.drafts import discard_draft, save_draft
from tickets.actions.filling import set_fields, set_type
from tickets.actions.following import follow, unfollow
from tickets.actions.handling import correct_time
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
from tickets.actions.linking import link, unlink, wait_for_children
from tickets.actions.links import revoke_link
from tickets.actions.locking import MergedAway
from tickets.actions.macros import use_macro
from tickets.actions.merging import Plan, merge, plan
from tickets.actions.moving import move
from tickets.actions.opening import open_ticket
from tickets.actions.planning import NotPlanned, plan_answer, replan, send_now, unplan
from tickets.actions.promising import free_due, no_reply_needed, set_by_hand, set_due
from tickets.actions.redacting import check_redaction, redact
from tickets.actions.retiming import retime
from tickets.actions.seeing import mark_seen, mark_unread
from tickets.actions.sharing import DraftChanged, DraftGone, leave_draft, share_draft, take_draft
from tickets.actions.snoozing import snooze, wake
from tickets.actions.sorting import prioritise, retitle, tag
from tickets.actions.splitting import split
from tickets.actions.taking_back import Hold, TooLate, take_back
from tickets.actions.talking import (
    NeedsApproval,
    StaleReply,
    add_note,
    keep_automatic,
    keep_third_party,
    receive,
    reply,
)
from tickets.actions.unmerging import live_merge, undo_until, unmerge, written_since

__all__ = [
    "DraftChanged",
    "DraftGone",
    "Hold",
    "MergedAway",
    "NeedsApproval",
    "NotAsked",
    "NotPending",
    "NotPlanned",
    "NothingToDecide",
    "Plan",
    "StaleReply",
    "TooLate",
    "acknowledge",
    "add_checklist",
    "add_item",
    "add_note",
    "admit",
    "answer",
    "approve",
    "article_opened",
    "ask_approval",
    "assign",
    "attach_letter",
    "change_team",
    "check_redaction",
    "correct_time",
    "decline",
    "discard_draft",
    "dispute",
    "drop_dispute",
    "end_banner",
    "exclude",
    "exclusions_of",
    "follow",
    "free_due",
    "include",
    "keep_automatic",
    "keep_third_party",
    "leave_draft",
    "link",
    "live_merge",
    "mark_seen",
    "mark_unread",
    "may_work",
    "merge",
    "move",
    "no_reply_needed",
    "note_deliveries",
    "note_failure",
    "note_letter",
    "open_ticket",
    "part",
    "plan",
    "plan_answer",
    "prioritise",
    "receive",
    "redact",
    "remove_checklist",
    "replan",
    "reply",
    "retime",
    "retitle",
    "revoke_link",
    "save_draft",
    "say_it_arrived",
    "send_again",
    "send_back",
    "send_now",
    "set_banner",
    "set_by_hand",
    "set_due",
    "set_fields",
    "set_type",
    "share_draft",
    "snooze",
    "split",
    "tag",
    "take",
    "take_back",
    "take_draft",
    "thread_name",
    "tick",
    "undo_until",
    "unfollow",
    "unlink",
    "unmerge",
    "unplan",
    "use_article",
    "use_macro",
    "wait_for_children",
    "wake",
    "withdraw",
    "write_from",
    "written_since",
]
