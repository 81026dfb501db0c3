"""What the timers must say, read from the rules as plainly as can be: the oracle of test_clock_oracle.

Nothing here comes from `sla` or `scheduling`. A scenario is read in its written form (tests/data/sla). A life
is cut into pieces so short that nothing changes inside one, down to single seconds if asked (`step`), and
each piece is counted or not for reasons of its own. Slow on purpose.
"""

from fractions import Fraction
from itertools import pairwise
from math import ceil

from tests.pure.plain_hours import MINUTE, SECOND, text
from tests.pure.plain_story import OVER, Story


class Measured:
    """One cycle, piece by piece."""

    def __init__(self, story, metric, first, stop, end):
        self.story, self.metric, self.how = story, metric, end
        self.lived = range(first, len(story.events) if stop is None else max(stop, first))
        last = self.lived[-1] if self.lived else first
        self.eras = story.eras(last)
        self.began = story.events[first]["at"]
        self.stopped = None if stop is None else story.events[stop]["at"]
        self.end = story.now if stop is None else self.stopped
        self.asked_before()
        self.due = None
        for i in self.lived:
            event = story.events[i]
            if event["kind"] == "due_set" and event["metric"] == metric:
                self.due = event.get("due")
        self.measure()

    def asked_before(self):
        """What came in by a merge may have been asked earlier; somebody waits since then."""
        if self.metric not in ("first_response", "next_response"):
            return
        for i in self.lived:
            event = self.story.events[i]
            if event["kind"] == "absorbed" and event.get("since", self.began) < self.began:
                self.began = event["since"]

    def at(self, t, *, final=False):
        """(target, desk, counted, reason) right after `t`; `final`: how it stands at the end of it all."""
        index = None
        for i in self.lived:
            if self.story.events[i]["at"] <= t or final:
                index = i
        standing = {"category": "new", "owed": True} if index is None else self.story.standing[index]
        begun = [era for era in self.eras if era[0] <= t]
        _, promise, hours = self.eras[-1] if final else (begun or self.eras[:1])[-1]
        target = promise["targets"].get(self.metric)
        always = self.story.desk(None)
        hours = hours if target and target["business"] else always
        reason = self.reason(t, target, standing, final)
        return target, hours, reason in ("running", "owed"), reason

    def reason(self, t, target, standing, final):
        if self.story.adjusted and not final:
            for e in self.story.exclusions:
                if e.get("metric") in (None, self.metric) and e["since"] <= t < e["until"]:
                    return "excluded"
        category = standing["category"]
        if self.metric in ("resolution", "customer_wait", "work_time") and category in OVER:
            return category
        if target is None:
            return "no_promise"
        if category not in target["pauses"]:
            return "running"
        if standing["owed"] and self.metric != "work_time":
            return "owed"
        return category

    def pieces(self):
        edges = {self.began, self.end, *(e[0] for e in self.eras)}
        edges |= {self.story.events[i]["at"] for i in self.lived}
        if self.story.adjusted:
            edges |= {e[name] for e in self.story.exclusions for name in ("since", "until")}
        for _, _, hours in self.eras:
            edges |= set(hours.edges(self.began, self.end))
        if self.story.step:
            edges |= set(range(self.began, self.end, self.story.step))
        inside = sorted(edge for edge in edges if self.began <= edge <= self.end)
        return list(pairwise(inside))

    def measure(self):
        used, self.breach, self.segments, self.elapsed = Fraction(0), None, [], 0
        target = None
        self.parts = []
        for start, end in self.pieces():
            current, hours, counted, reason = self.at(start)
            target = current or target
            self.parts.append((start, end, current, hours, counted, used))
            amount = end - start if current and counted and hours.is_open(start) else 0
            if counted and used == 1 and self.breach is None:
                self.breach = start
            if amount:
                share = Fraction(amount, current["span"])
                if used < 1 < used + share:
                    self.breach = start + ceil((1 - used) * current["span"])
                used += share
                self.elapsed += amount
            self.segment(start, end, current, hours, reason, amount)
        last = self.lived[-1] if self.lived else None
        if not self.parts or (last is not None and self.story.events[last]["at"] == self.end):
            current, hours, counted, reason = self.at(self.end, final=True)
            target = current or target
            self.parts.append((self.end, self.end, current, hours, counted, used))
            self.last_reason = reason
        else:
            self.last_reason = self.at(self.parts[-1][0])[3]
        self.target, self.used = target, used
        if self.due is not None:
            self.breach = self.due if self.due < self.end else None

    def segment(self, start, end, target, hours, reason, amount):
        key = (target, hours.key, reason)
        if self.segments and self.segments[-1][0] == key:
            self.segments[-1][2] = end
            self.segments[-1][3] += amount
        else:
            self.segments.append([key, start, end, amount])

    def reach(self, start, target, hours, used, share):
        return start if share <= used else hours.add(start, ceil((share - used) * target["span"]))

    def told(self, number):
        if self.target is None:
            return None
        _, _, current, hours, counted, _ = self.parts[-1]
        due = self.due if self.due is not None else self.breach
        if due is None and self.how != "merged" and current and (counted or self.stopped is not None):
            due = self.reach(self.end, current, hours, self.used, 1)
        left = self.due - self.end if self.due is not None else ceil((1 - self.used) * self.target["span"])
        lost = self.metric == "first_response" and any(
            self.stopped is None or e["at"] <= self.stopped for e in self.story.failed
        )
        return {
            "metric": self.metric, "cycle": number, "state": self.state(current, counted),
            "started": text(self.began), "due": text(due), "stopped": text(self.stopped),
            "breached": text(self.breach), "elapsed": self.elapsed / SECOND, "remaining": left / SECOND,
            "warn": [text(self.warning(each)) for each in self.target["warn"]],
            "segments": [[text(a), text(b), key[2], amount / SECOND] for key, a, b, amount in self.segments],
            **({"by_hand": True} if self.due is not None else {}),
            **({"answer_failed": True} if lost else {}),
        }  # fmt: skip

    def state(self, current, counted):
        if self.breach is not None:
            return "missed"
        if self.how == "merged":
            return "merged"
        if current is None and self.due is None:
            return "withdrawn"
        if self.how is not None:
            return "dismissed" if self.how == "dismissed" else "met"
        return "running" if counted or self.last_reason == "no_promise" else "paused"

    def warning(self, written):
        left = written["left"] * MINUTE if isinstance(written, dict) else None
        real = isinstance(written, dict) and written.get("real")
        share = Fraction(str(written)) if left is None else 1 - Fraction(round(left), self.target["span"])
        if self.due is not None:
            at = (
                self.due - round(left)
                if left is not None
                else self.began + ceil((self.due - self.began) * share)
            )
            at = max(at, self.began)
            return at if at <= self.end or self.stopped is None else None
        for n, (start, end, target, hours, counted, used) in enumerate(self.parts):
            goal = Fraction(1) if real else share
            if not counted or used > goal:
                continue
            at = self.reach(start, target, hours, used, goal)
            at = max(at - round(left), start) if real else at
            if at <= end or (n == len(self.parts) - 1 and self.stopped is None):
                return at
        return None


def expected(scenario, *, adjusted=False, step=None):
    """Every clock of the scenario, as JSON. With `step` life is looked at in pieces no longer than that."""
    story = Story(scenario, adjusted=adjusted, step=step)
    return [
        clock
        for metric, cycles in story.all_cycles()
        for number, cycle in enumerate(cycles, 1)
        if (clock := Measured(story, metric, *cycle).told(number)) is not None
    ]
