"""The oracle's own reading of what happened: how things stood after each event, and what each clock times."""

import json

from tests.pure.plain_hours import AHEAD, BEHIND, MINUTE, Desk, ticks

OVER = ("solved", "closed")


class Story:
    """A scenario told up to `now`: what stands after each event, and what was promised as told then."""

    def __init__(self, scenario, *, adjusted=False, step=None):
        self.now, self.adjusted, self.step = ticks(scenario["now"]), adjusted, step
        self.catalogue = scenario.get("calendars", {})
        self.policies = scenario.get("policies", {})
        log = self.log(scenario["events"])
        times = [self.now, *(e["at"] for e in log), *(e["since"] for e in log if "since" in e)]
        day = 24 * 60 * MINUTE
        # The same stretch for many scenarios, so that a desk is looked at once.
        self.low = (min(times) // day // 30) * 30 * day - BEHIND * day
        self.high = (max(times) // day // 30) * 30 * day + AHEAD * day
        self.desks = {}
        promise = (
            self.promise(scenario["promise"], scenario.get("priority")),
            self.desk(scenario.get("calendar")),
        )
        self.failed = self.bounced(log, promise[0])
        self.exclusions = [e for e in log if e["kind"] == "excluded"]
        self.events = [e for e in log if not any(e is lost for lost in self.failed)]
        if merge := [i for i, e in enumerate(self.events) if e["kind"] == "merged"]:
            self.events = self.events[: merge[0] + 1]
        self.first = promise
        self.stand()

    def promise(self, written, priority):
        """The written policy (or its name) for one priority: metric → target, and the manner."""
        policy = self.policies[written] if isinstance(written, str) else written
        targets = policy["priorities"].get(priority or "normal", {})
        return {
            "targets": {metric: self.target(metric, figures) for metric, figures in targets.items()},
            "retroactive": policy.get("on_change") == "retroactive",
            "agent_opened_waits": policy.get("agent_opened_waits", True),
            "bounce": policy.get("bounce_window_minutes", 1440) * MINUTE,
        }

    def target(self, metric, figures):
        pauses = {"customer_wait": ["waiting"], "work_time": ["waiting", "hold"]}.get(metric)
        if metric in ("resolution", "periodic_update"):
            pauses = figures.get("pauses_in", ["waiting"])
        return {
            "span": round(figures["minutes"] * MINUTE),
            "business": figures.get("hours", "business") == "business",
            "pauses": sorted(pauses or []),
            "new_cycle": figures.get("reopen") == "new_cycle",
            "warn": figures.get("warn", []),
        }

    def desk(self, written):
        if isinstance(written, str):
            written = self.catalogue[written]
        key = json.dumps(written, sort_keys=True)
        if key not in self.desks:
            self.desks[key] = Desk(written, self.low, self.high)
        return self.desks[key]

    def log(self, written):
        """In order of time from the opening on; corrected times; nothing that was taken back."""
        events = [
            {**e, **{name: ticks(e[name]) for name in ("at", "since", "until", "due") if e.get(name)}}
            for e in written
        ]
        corrected = {
            e["message"]: e["since"] for e in events if e["kind"] == "retimed" and e["at"] <= self.now
        }
        shifted = {}
        for e in events:
            if e["kind"] in ("opened", "customer_wrote") and e.get("message") in corrected:
                shifted[e["at"]] = corrected[e["message"]]
                e["new"] = corrected[e["message"]]
        for e in events:
            if e["kind"] == "moved" and e["at"] in shifted:
                e["new"] = shifted[e["at"]]
        for e in events:
            e["at"] = e.pop("new", e["at"])
        (opening,) = [e for e in events if e["kind"] == "opened"]
        events = [e for e in events if e is not opening]
        for e in events:
            e["at"] = max(e["at"], opening["at"])
        events.sort(key=lambda e: e["at"])
        told = []
        for e in [opening, *events]:
            if e["at"] > self.now:
                continue
            back = {"unmerged": ("merged", "absorbed"), "included": ("excluded",)}.get(e["kind"])
            if back is None:
                told.append(e)
                continue
            for other in reversed(told):
                if other["kind"] in back and other.get("message") == e.get("message"):
                    told = [each for each in told if each is not other]
                    break
        return told

    def bounced(self, log, promise):
        """Answers that came back soon enough: as if never sent."""
        lost = []
        for i, e in enumerate(log):
            if e["kind"] == "promise_changed" and "promise" in e:
                promise = self.promise(e["promise"], e.get("priority"))
            if e["kind"] != "answer_failed":
                continue
            for sent in reversed(log[:i]):
                if sent["kind"] == "agent_answered" and not any(sent is each for each in lost) and (
                    e.get("message") in (None, sent.get("message"))
                ):  # fmt: skip
                    if e["at"] - sent["at"] <= promise["bounce"]:
                        lost.append(sent)
                    break
        return lost

    def stand(self):
        """After each event: category, whether the customer waits for an answer, whether it has an owner."""
        category, owed, owned = "new", False, False
        self.standing = []
        for e in self.events:
            kind = e["kind"]
            if kind == "opened":
                category, owed = e.get("category", "new"), not e.get("by_agent", False)
            if kind == "customer_wrote":
                owed = True
                category = "open" if category == "waiting" else category
            if kind in ("agent_answered", "no_reply_needed"):
                owed = False
            if kind == "absorbed" and "since" in e:
                owed = True
            if kind == "moved":
                category = e["category"]
            if kind in ("owned", "disowned"):
                owned = kind == "owned"
            over = category in OVER or kind == "merged"
            self.standing.append({"category": category, "owed": owed, "owned": owned, "over": over})

    def eras(self, last):
        """What was promised since when, as it was told after event `last`."""
        eras = [(self.events[0]["at"], *self.first)]
        for e in self.events[: last + 1]:
            if e["kind"] != "promise_changed":
                continue
            _, promise, hours = eras[-1]
            if "promise" in e:
                promise = self.promise(e["promise"], e.get("priority"))
            if "calendar" in e:
                hours = self.desk(e["calendar"])
            if (promise, hours.key) == (eras[-1][1], eras[-1][2].key):
                continue
            if promise["retroactive"]:
                eras = [(self.events[0]["at"], promise, hours)]
            else:
                eras.append((e["at"], promise, hours))
        return eras

    # From what to what a clock runs: (first event, event that stopped it or None, how it ended)

    def kind(self, i):
        return self.events[i]["kind"]

    def asks(self, i):
        return self.kind(i) == "customer_wrote" or (self.kind(i) == "absorbed" and "since" in self.events[i])

    def ended(self, i, done):
        return "merged" if self.kind(i) == "merged" else "done" if done else "dismissed"

    def all_cycles(self):
        if not self.events:
            return
        everything = range(len(self.events))
        yield "first_response", self.first_response()
        yield "next_response", self.next_response()
        lying = [not s["owned"] and not s["over"] for s in self.standing]
        yield "time_to_own", self.while_true(lying, lambda i: self.standing[i]["owned"])
        yield "periodic_update", self.periodic_update()
        yield "resolution", self.resolution()
        still = [i for i in everything if not self.standing[i]["over"]]
        stop = (still[-1] + 1 if still else 0) if self.standing[-1]["over"] else None
        end = None if stop is None else self.ended(stop, True)
        yield "customer_wait", [(0, stop, end)]
        yield "work_time", [(0, stop, end)]

    def first_response(self):
        waits = self.events[0].get("by_agent") and self.first[0]["agent_opened_waits"]
        begins = [i for i in range(len(self.events)) if not waits or self.asks(i)][:1]
        for first in begins:
            for i in range(first + 1, len(self.events)):
                if self.kind(i) in ("agent_answered", "merged", "no_reply_needed"):
                    return [(first, i, self.ended(i, self.kind(i) == "agent_answered"))]
            return [(first, None, None)]
        return []

    def next_response(self):
        first_one = self.first_response()
        if not first_one or first_one[0][1] is None:
            return []
        found, first = [], None
        for i in range(first_one[0][1] + 1, len(self.events)):
            now, before = self.standing[i], self.standing[i - 1]
            if first is not None:
                if now["over"] or not now["owed"]:
                    found.append((first, i, self.ended(i, self.kind(i) == "agent_answered")))
                    first = None
            elif not now["over"] and (self.asks(i) or (before["over"] and now["owed"])):
                first = i
        return found if first is None else [*found, (first, None, None)]

    def while_true(self, holds, done):
        found, first = [], None
        for i, here in enumerate(holds):
            if here and first is None:
                first = i
            if not here and first is not None:
                found.append((first, i, self.ended(i, done(i))))
                first = None
        return found if first is None else [*found, (first, None, None)]

    def periodic_update(self):
        found, first, ever = [], None, False
        for i in range(len(self.events)):
            answer, over = self.kind(i) == "agent_answered", self.standing[i]["over"]
            ever = ever or answer
            if first is not None and (answer or over):
                found.append((first, i, self.ended(i, answer)))
                first = None
            if first is None and ever and not over:
                first = i
        return found if first is None else [*found, (first, None, None)]

    def resolution(self):
        found, first, stop = [], 0, None
        for i, standing in enumerate(self.standing):
            if standing["over"] and stop is None:
                stop = i
            if not standing["over"] and stop is not None:
                target = self.eras(i)[-1][1]["targets"].get("resolution")
                if target and target["new_cycle"]:
                    found.append((first, stop, self.ended(stop, True)))
                    first = i
                stop = None
        return [*found, (first, stop, None if stop is None else self.ended(stop, True))]
