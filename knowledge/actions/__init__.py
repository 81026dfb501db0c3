from knowledge.actions.counting import answer_missed, count, missed, vote
from knowledge.actions.reading import acknowledge, open_version
from knowledge.actions.reminding import remind
from knowledge.actions.stale import StaleDraft
from knowledge.actions.writing import archive, drop_draft, publish, restore, start, write

__all__ = [
    "StaleDraft",
    "acknowledge",
    "answer_missed",
    "archive",
    "count",
    "drop_draft",
    "missed",
    "open_version",
    "publish",
    "remind",
    "restore",
    "start",
    "vote",
    "write",
]
