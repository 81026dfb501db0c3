"""Words that describe tickets."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    NEW = "new", pgettext_lazy("ticket state", "New")
    OPEN = "open", pgettext_lazy("ticket state", "Open")
    WAITING = "waiting", _("Waiting on customer")
    HOLD = "hold", _("On hold")
    SOLVED = "solved", _("Solved")
    CLOSED = "closed", _("Closed")


# Somebody must still do something.
ACTIVE = frozenset({State.NEW, State.OPEN, State.WAITING, State.HOLD})
# The ball is with us.
OURS = frozenset({State.NEW, State.OPEN})
DONE = frozenset({State.SOLVED, State.CLOSED})


class Priority(TextChoices):
    LOW = "low", pgettext_lazy("priority", "Low")
    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    HIGH = "high", pgettext_lazy("priority", "High")
    URGENT = "urgent", pgettext_lazy("priority", "Urgent")


class Channel(TextChoices):
    EMAIL = "email", _("Email")
    WEB = "web", _("Web form")
    PHONE = "phone", _("Phone")
    WALK_IN = "walk_in", _("Walk-in")
    CHAT = "chat", _("Chat")
    SOCIAL = "social", _("Social media")
    API = "api", _("API")


# What an agent logs on behalf of a customer.
LOGGED_BY_AGENT = frozenset({Channel.PHONE, Channel.WALK_IN, Channel.CHAT, Channel.SOCIAL})


class MessageKind(TextChoices):
    PUBLIC = "public", _("Public")
    NOTE = "note", _("Note")
    # Kept and shown folded; says nothing about anybody's promise.
    AUTOMATIC = "automatic", _("Automatic")
    # From somebody who is not part of the conversation: staff see it, the customer does not.
    THIRD_PARTY = "third_party", _("From a third party")
    # An answer whose writer thought better of it before it left: empty, and shown to nobody.
    TAKEN_BACK = "taken_back", _("Taken back")


class EventKind(TextChoices):
    OPENED = "opened", _("opened")
    CUSTOMER_WROTE = "customer_wrote", _("customer wrote")
    AGENT_ANSWERED = "agent_answered", _("answered")
    NOTED = "noted", _("added a note")
    AUTOMATIC_RECEIVED = "automatic_received", _("automatic message received")
    THIRD_PARTY_WROTE = "third_party_wrote", _("third party wrote")
    ANSWER_FAILED = "answer_failed", _("delivery failed")
    # Somebody in copy did not get it; the requester did.
    ANSWER_PARTLY_FAILED = "answer_partly_failed", _("delivery failed for some")
    ANSWER_UNDECIDED = "answer_undecided", _("delivery undecided")
    ANSWER_RESENT = "answer_resent", _("sent again")
    ANSWER_ARRIVED = "answer_arrived", _("said to have arrived")
    ANSWER_TAKEN_BACK = "answer_taken_back", _("answer taken back")
    ANSWER_ASKED = "answer_asked", _("approval asked for")
    ANSWER_APPROVED = "answer_approved", _("answer approved")
    ANSWER_RETURNED = "answer_returned", _("answer returned")
    ANSWER_PLANNED = "answer_planned", _("answer planned")
    ANSWER_UNPLANNED = "answer_unplanned", _("planned answer stopped")
    MOVED = "moved", _("moved")
    ASSIGNED = "assigned", _("assigned")
    TEAM_CHANGED = "team_changed", _("team changed")
    PRIORITISED = "prioritised", _("priority changed")
    TAGGED = "tagged", _("tags changed")
    RETITLED = "retitled", _("subject changed")
    PROMISED = "promised", _("promise set")
    WARNED = "warned", _("promise at risk")
    BREACHED = "breached", _("promise missed")
    # The times were computed again, and that breach is none, or came at another time.
    BREACH_SUPERSEDED = "breach_superseded", _("promise no longer missed")
    NO_REPLY_NEEDED = "no_reply_needed", _("said to need no reply")
    DUE_SET = "due_set", _("due time set by hand")
    DUE_FREED = "due_freed", _("due time left to the promise again")
    DISPUTED = "disputed", _("time disputed")
    DISPUTE_DROPPED = "dispute_dropped", _("dispute taken back")
    DISPUTE_DECLINED = "dispute_declined", _("dispute declined")
    EXCLUDED = "excluded", _("time taken out")
    INCLUDED = "included", _("time counted again")
    RETIMED = "retimed", _("received time corrected")
    ESCALATED = "escalated", _("escalated")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    ADMITTED = "admitted", _("let into the conversation")
    PARTED = "parted", _("moved to a new ticket")
    LINK_REVOKED = "link_revoked", _("secret link revoked")
    MERGED = "merged", _("merged into another ticket")
    ABSORBED = "absorbed", _("another ticket merged in")
    UNMERGED = "unmerged", _("merge taken back")
    SPLIT = "split", _("messages moved to a new ticket")
    LINKED = "linked", _("linked to another ticket")
    UNLINKED = "unlinked", _("link to another ticket removed")
    TIME_CORRECTED = "time_corrected", _("handling time corrected")
    REDACTED = "redacted", _("words or files removed")
    BANNER_SET = "banner_set", _("banner shown to customers")
    BANNER_ENDED = "banner_ended", _("banner taken down")
    CHILDREN_AWAITED = "children_awaited", _("whether it waits for its children")
    MACRO_USED = "macro_used", _("macro used")
    SNOOZED = "snoozed", _("snoozed")
    WOKEN = "woken", _("back from a snooze")
    SKIPPED = "skipped", _("left to others")
    ROUTED = "routed", _("routed")
    BACKUP_ASKED = "backup_asked", _("backup asked for")
    BACKUP_CALLED = "backup_called", _("somebody asked to back up")
    BACKUP_DECLINED = "backup_declined", _("backup declined")
    BACKUP_CAME = "backup_came", _("backup came")
    BACKUP_ENDED = "backup_ended", _("backup ended")
    TYPE_SET = "type_set", _("type changed")
    FIELDS_SET = "fields_set", _("fields changed")
    CHECKLIST_ADDED = "checklist_added", _("checklist added")
    CHECKLIST_REMOVED = "checklist_removed", _("checklist removed")
    ITEM_ADDED = "item_added", _("item of a checklist added")
    ITEM_DONE = "item_done", _("item of a checklist done")
    ITEM_UNDONE = "item_undone", _("item of a checklist not done")
    SURVEYED = "surveyed", _("customer asked how it was")
    RATED = "rated", _("customer said how it was")
    SCORE_SETTLED = "score_settled", _("low score followed up")


class Waking(TextChoices):
    """Why a ticket came back that had been put aside."""

    TIME = "time", _("its time has come")
    PROMISE = "promise", _("a promise is due soon")
    CUSTOMER = "customer", _("the customer wrote")
    FAILED = "failed", _("an answer did not arrive")
    MERGED = "merged", _("another ticket was merged in")
    HANDED = "handed", _("it was handed over")
    HAND = "hand", _("woken by hand")


# What the timers are computed from.
CLOCK_EVENTS = frozenset(
    {
        EventKind.OPENED,
        EventKind.CUSTOMER_WROTE,
        EventKind.AGENT_ANSWERED,
        EventKind.ANSWER_FAILED,
        EventKind.ANSWER_RESENT,
        EventKind.ANSWER_TAKEN_BACK,
        EventKind.ASSIGNED,
        EventKind.MOVED,
        EventKind.PROMISED,
        EventKind.NO_REPLY_NEEDED,
        EventKind.DUE_SET,
        EventKind.DUE_FREED,
        EventKind.EXCLUDED,
        EventKind.INCLUDED,
        EventKind.RETIMED,
        EventKind.MERGED,
        EventKind.ABSORBED,
        EventKind.UNMERGED,
        EventKind.SPLIT,
    }
)
# What was said about the timers.
CLOCK_NOTICES = frozenset({EventKind.WARNED, EventKind.BREACHED, EventKind.BREACH_SUPERSEDED})


class StepState(TextChoices):
    """Of one ticket of a bulk job: not tried yet, tried, to be done, done."""

    NEW = "new", _("not tried yet")
    WOULD = "would", _("would be changed")
    CANNOT = "cannot", _("would stay as it is")
    TODO = "todo", _("not done yet")
    DONE = "done", _("changed")
    FAILED = "failed", _("stayed as it was")


class LinkKind(TextChoices):
    RELATED = "related", _("related")
    DUPLICATE = "duplicate", _("duplicate")
    CHILD = "child", _("child")
    INCIDENT = "incident", _("incident")
    SPLIT = "split", _("split off")


class Metric(TextChoices):
    """In the order in which they are shown; sla.policy says what each of them is."""

    FIRST_RESPONSE = "first_response", _("First response")
    NEXT_RESPONSE = "next_response", _("Next response")
    TIME_TO_OWN = "time_to_own", _("Time to own")
    PERIODIC_UPDATE = "periodic_update", _("Periodic update")
    RESOLUTION = "resolution", _("Resolution")
    CUSTOMER_WAIT = "customer_wait", _("Customer wait")
    WORK_TIME = "work_time", _("Work time")


class EscalationEnd(TextChoices):
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    # Answered, solved, merged, or due at another time.
    SETTLED = "settled", _("settled")


class DisputeAnswer(TextChoices):
    OPEN = "", _("not answered yet")
    EXCLUDED = "excluded", _("taken out")
    DECLINED = "declined", _("declined")
    DROPPED = "dropped", _("taken back")


class ClockState(TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    MET = "met", _("Met")
    MISSED = "missed", _("Missed")
    MERGED = "merged", _("Merged")
    DISMISSED = "dismissed", pgettext_lazy("timer", "Not needed")
    UNSCHEDULABLE = "unschedulable", _("No opening hours ahead")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class FieldKind(TextChoices):
    """The kinds of tickets.fields, with their names."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("One of a list")
    MULTI = "multi", _("Several of a list")
    CHECKBOX = "checkbox", _("Checkbox")
    CONTACT = "contact", _("Customer")
    FILE = "file", _("File")


class FieldRequired(TextChoices):
    NEVER = "", _("No")
    OPENING = "opening", _("On every form, and to solve")
    SOLVING = "solving", _("To solve")


class FieldShown(TextChoices):
    NOT = "", _("Never sees it")
    READ = "read", _("Sees it")
    WRITE = "write", _("Fills it in on the form, and sees it")


class SetupNoun(TextChoices):
    TYPE = "type", _("Type")
    FIELD = "field", _("Field")
    CHECKLIST = "checklist", _("Checklist")
    TAG = "tag", _("Tag")
    GATE = "gate", _("Gate")
    ROUTING = "routing", _("Routing")
    SURVEY = "survey", _("Survey")
    PRODUCT = "product", _("Product")


class Handing(TextChoices):
    """To whom a macro gives the ticket."""

    ME = "me", _("whoever uses it")
    NOBODY = "nobody", _("nobody")


class MacroChangeKind(TextChoices):
    MADE = "made", _("made")
    CHANGED = "changed", _("changed")
    SWITCHED = "switched", _("switched")
    REMOVED = "removed", _("removed")


class BackupAnswer(TextChoices):
    """Of somebody who was asked to back a colleague up."""

    OPEN = "", _("not answered yet")
    ACCEPTED = "accepted", _("came")
    DECLINED = "declined", _("declined")
    LATE = "late", _("did not answer in time")
    DROPPED = "dropped", _("not needed any more")


class BackupEnd(TextChoices):
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("no longer needed")


class RoutingStrategy(TextChoices):
    """The strategies of tickets.routing, with their names."""

    MANUAL = "manual", _("By hand: everybody takes what is next")
    ROUND_ROBIN = "round_robin", _("In turn: whoever has waited longest")
    LOAD = "load", _("By load: whoever has the least work in hand")
    SKILL = "skill", _("By skill and language, then by load")


class Occasion(TextChoices):
    """Why a ticket was routed."""

    OPENED = "opened", _("it was opened")
    REOPENED = "reopened", _("it came back")
    TEAM = "team", _("it came to the team")
    WAITED = "waited", _("it waited for somebody")
    ABSENT = "absent", _("whose it was is not there")
    SHIFT_END = "shift_end", _("the shift ended")
    UNTOUCHED = "untouched", _("nobody touched it")
    HAND = "hand", _("somebody asked for it")
