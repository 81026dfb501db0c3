"""Who reviews which answer. Pure: no Django, no database."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """`barred` are those who may not review it: who wrote it, and whoever has a conflict with them."""

    key: Hashable
    barred: frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Assigned:
    """`left` are the tasks that nobody could take: all who may are at their quota, or nobody may."""

    reviewers: Mapping[Hashable, Hashable]
    left: tuple[Hashable, ...]


def assign(tasks: Sequence[Task], quotas: Mapping[Hashable, int]) -> Assigned:
    """As many as can be, each to somebody who may, nobody over their quota; whoever has the smallest share
    of theirs comes first. Where all who may are full, one of them passes a task on (augmenting paths: Kuhn
    1955).
    """
    book = _Book({task.key: task for task in tasks}, dict(quotas))
    left = tuple(task.key for task in tasks if not book.place(task, set()))
    return Assigned(book.reviewer, left)


class _Book:
    def __init__(self, tasks: Mapping[Hashable, Task], quotas: Mapping[Hashable, int]) -> None:
        self.tasks, self.quotas = tasks, quotas
        self.reviewer: dict[Hashable, Hashable] = {}
        self.hands: dict[Hashable, list[Hashable]] = {who: [] for who in quotas}

    def place(self, task: Task, asked: set[Hashable]) -> bool:
        able = [who for who, quota in self.quotas.items() if quota > 0 and who not in task.barred | asked]
        able.sort(key=lambda who: len(self.hands[who]) / self.quotas[who])
        for who in able:
            if len(self.hands[who]) < self.quotas[who]:
                return self._give(task, who)
        for who in able:
            asked.add(who)
            for held in list(self.hands[who]):
                if self.place(self.tasks[held], asked):
                    self.hands[who].remove(held)
                    return self._give(task, who)
        return False

    def _give(self, task: Task, who: Hashable) -> bool:
        self.hands[who].append(task.key)
        self.reviewer[task.key] = who
        return True
