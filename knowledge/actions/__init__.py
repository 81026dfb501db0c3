from knowledge.actions.counting import count, missed, vote
from knowledge.actions.missing import dismiss_missed, draft_for, find_with
from knowledge.actions.reading import acknowledge, open_version
from knowledge.actions.reminding import remind
from knowledge.actions.reporting import report, settle_report
from knowledge.actions.reviewing import ask_review, bring_back, return_draft
from knowledge.actions.shelving import drop_category, save_category
from knowledge.actions.stale import StaleDraft
from knowledge.actions.translating import translate
from knowledge.actions.writing import archive, drop_draft, publish, restore, start, write

__all__ = [
    "StaleDraft",
    "acknowledge",
    "archive",
    "ask_review",
    "bring_back",
    "count",
    "dismiss_missed",
    "draft_for",
    "drop_category",
    "drop_draft",
    "find_with",
    "missed",
    "open_version",
    "publish",
    "remind",
    "report",
    "restore",
    "return_draft",
    "save_category",
    "settle_report",
    "start",
    "translate",
    "vote",
    "write",
]
