from knowledge.actions.reading import acknowledge, open_version
from knowledge.actions.reminding import remind
from knowledge.actions.writing import StaleDraft, archive, drop_draft, publish, restore, start, write

__all__ = [
    "StaleDraft",
    "acknowledge",
    "archive",
    "drop_draft",
    "open_version",
    "publish",
    "remind",
    "restore",
    "start",
    "write",
]
