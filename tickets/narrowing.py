"""What a search asks for, as conditions on tickets: for one reader, now. Names are looked up among those that
this reader may know; what is not theirs is as unknown as what does not exist.
"""

import datetime
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import reduce
from operator import and_, or_

from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.db.models.lookups import Contains, IsNull
from django.utils import timezone

from customers.models import Contact, ContactAddress, Organisation
from staff.models import User
from staff.queries import colleagues, teams_of
from tickets import setup
from tickets.asking_fields import condition_on
from tickets.choices import ACTIVE, DONE, MessageKind, State
from tickets.fields import Definition
from tickets.holding import holds
from tickets.models import Attachment, Message, Seen, TicketType
from tickets.models.ticket import NEVER
from tickets.search import FIELDS, All, Any, Kind, Node, Not, Problem, Term, Word
from tickets.search.fields import CUSTOM, PRIORITIES
from tickets.search.times import bounds
from tickets.tags import meant

TIMES = {"created": "opened_at", "updated": "active_at", "solved": "solved_at", "due": "queue_at"}
OPERATORS = {":": "", "<": "__lt", "<=": "__lte", ">": "__gt", ">=": "__gte"}
ALL_TAGS = Concat(
    Value(","),
    Func(F("tags"), Value(","), function="array_to_string", output_field=TextField()),
    output_field=TextField(),
)
NOBODY = frozenset({"none", "nobody"})


class Narrowing:
    """Turns a tree into a Q; `problems` are names that nobody answers to."""

    def __init__(self, user: User, now: datetime.datetime, unfinished: Word | None = None) -> None:
        self.user, self.unfinished = user, unfinished
        self.now = timezone.localtime(now)
        self.problems: list[Problem] = []
        self._fields: dict[str, Definition] | None = None
        self._known: dict[int, Q] = {}

    def condition(self, node: Node) -> Q:
        """Worked out once for each node: a name in it is a question to the database."""
        if id(node) not in self._known:
            self._known[id(node)] = self._condition(node)
        return self._known[id(node)]

    def _condition(self, node: Node) -> Q:
        match node:
            case Word():
                return holds(node, node is self.unfinished)
            case Not():
                return ~self.condition(node.item)
            case All():
                return self._joined(node.items, and_)
            case Any():
                return self._joined(node.items, or_)
        return self.term(node)

    def _joined(self, items: Sequence[Node], how: Callable[[Q, Q], Q]) -> Q:
        return reduce(how, [self.condition(item) for item in items])

    def term(self, term: Term) -> Q:
        if FIELDS[term.field].kind is Kind.WORDS:
            return holds(term)
        if FIELDS[term.field].kind is Kind.TIME:
            return self._time(term)
        if FIELDS[term.field].kind is Kind.CUSTOM:
            return self._custom(term)
        if term.field in {"channel", "language"}:
            return Q(**{term.field: term.value})
        return _TERMS[term.field](self, term)

    def _time(self, term: Term) -> Q:
        found = bounds(term.op, term.value, self.now, ahead=FIELDS[term.field].ahead)
        at_least, below = found or (None, None)
        name, asked = TIMES[term.field], Q()
        if at_least:
            asked &= Q(**{f"{name}__gte": at_least})
        if below:
            asked &= Q(**{f"{name}__lt": below})
        return asked & ~Q(queue_at=NEVER) if term.field == "due" else asked

    def status(self, term: Term) -> Q:
        groups = {"active": ACTIVE, "done": DONE}
        return Q(state__in=sorted(groups.get(term.value, {State(term.value)} if term.value in State else ())))

    def priority(self, term: Term) -> Q:
        at = PRIORITIES.index(term.value)
        ranges = {":": (at, at + 1), "<": (0, at), "<=": (0, at + 1), ">": (at + 1, 9), ">=": (at, 9)}
        first, end = ranges[term.op]
        return Q(priority__in=PRIORITIES[first:end])

    def number(self, term: Term) -> Q:
        return Q(**{f"number{OPERATORS[term.op]}": int(term.value)})

    def tag(self, term: Term) -> Q:
        word = "-".join(term.value.lower().split())
        if word.endswith("*"):
            # The tags of a ticket as one text, each behind a comma.
            return Q(Contains(ALL_TAGS, "," + word.rstrip("*")))
        now = meant([word])[0]
        # While an old name is being replaced, some tickets still have it.
        return Q(tags__contains=[word]) | Q(tags__contains=[now]) if now != word else Q(tags__contains=[word])

    def _custom(self, term: Term) -> Q:
        """A field that this desk made for itself."""
        if self._fields is None:
            self._fields = setup.every_definition()
        about = self._fields.get(term.field.removeprefix(CUSTOM))
        if about is None:
            at = term.at - len(term.op) - len(term.field)
            hint = next(iter(get_close_matches(term.field, [CUSTOM + key for key in self._fields], 1)), "")
            self.problems.append(Problem("unknown_field", max(at, 0), len(term.field), term.field, hint))
            return Q(pk=None)
        asked = condition_on(about, term)
        if isinstance(asked, Problem):
            self.problems.append(asked)
            return Q(pk=None)
        return asked

    def kind(self, term: Term) -> Q:
        types = dict(TicketType.objects.values_list("pk", "name"))
        word = term.value.lower()
        if word in NOBODY:
            return Q(type=None)
        exact = [pk for pk, name in types.items() if name.lower() == word]
        found = exact or [pk for pk, name in types.items() if word in name.lower()]
        if not found:
            self._unknown("unknown_type", term, list(types.values()))
        return Q(type__in=found)

    def team(self, term: Term) -> Q:
        teams = list(teams_of(self.user))
        word = term.value.lower()
        exact = [team for team in teams if word in {team.name.lower(), team.slug.lower()}]
        found = exact or [team for team in teams if word in team.name.lower()]
        if not found:
            self._unknown("unknown_team", term, [team.name for team in teams])
        return Q(team__in=[team.pk for team in found])

    def assignee(self, term: Term) -> Q:
        word = term.value.lower()
        if word == "me":
            return Q(assignee=self.user)
        if word in NOBODY:
            return Q(assignee=None)
        people = known_colleagues(self.user)
        found = [one for one in people if word in one.full_name.lower() or word == one.email.lower()]
        if not found:
            self._unknown("unknown_colleague", term, [one.full_name for one in people])
        return Q(assignee__in=[one.pk for one in found])

    def requester(self, term: Term) -> Q:
        return Q(requester__in=Subquery(contacts(term.value).order_by().values("pk")))

    def organisation(self, term: Term) -> Q:
        found = Organisation.objects.filter(name__icontains=term.value).order_by().values("pk")
        people = Contact.objects.filter(organisation__in=found).order_by().values("pk")
        return Q(requester__in=Subquery(people))

    def is_(self, term: Term) -> Q:
        match term.value:
            case "late":
                return Q(queue_at__lt=self.now, state__in=sorted(ACTIVE))
            case "unassigned":
                return Q(assignee=None)
            case "assigned":
                return Q(assignee__isnull=False)
            case "mine":
                return Q(assignee=self.user)
            case "waiting":
                return Q(state=State.WAITING)
            case "snoozed":
                return Q(snoozed_until__isnull=False)
            case "vip":
                return Q(requester__organisation__vip=True)
            case "unread":
                seen = Seen.objects.filter(
                    ticket=OuterRef("pk"), user=self.user, at__gte=OuterRef("active_at")
                )
                return Q(IsNull(Subquery(seen.values("pk")[:1]), True))
        return Q(state__in=sorted(ACTIVE if term.value == "active" else DONE))

    def has(self, term: Term) -> Q:
        messages = Message.objects.filter(ticket=OuterRef("pk")).order_by()
        match term.value:
            case "attachment":
                files = Attachment.objects.filter(message__ticket=OuterRef("pk"), inline=False).order_by()
                return Q(IsNull(Subquery(files.values("pk")[:1]), False))
            case "note":
                return Q(IsNull(Subquery(messages.filter(kind=MessageKind.NOTE).values("pk")[:1]), False))
            case "answer":
                said = messages.filter(kind=MessageKind.PUBLIC, author__isnull=False)
                return Q(IsNull(Subquery(said.values("pk")[:1]), False))
            case "tag":
                return ~Q(tags=[])
        return ~Q(queue_at=NEVER)

    def _unknown(self, kind: str, term: Term, names: list[str]) -> None:
        lower = {name.lower(): name for name in names}
        near = get_close_matches(term.value.lower(), lower, 1, 0.5)
        hint = lower[near[0]] if near else ""
        self.problems.append(Problem(kind, term.at, term.length, term.value, hint, tuple(names[:8])))


_TERMS: dict[str, Callable[[Narrowing, Term], Q]] = {
    "status": Narrowing.status,
    "priority": Narrowing.priority,
    "number": Narrowing.number,
    "tag": Narrowing.tag,
    "team": Narrowing.team,
    "type": Narrowing.kind,
    "assignee": Narrowing.assignee,
    "from": Narrowing.requester,
    "organisation": Narrowing.organisation,
    "is": Narrowing.is_,
    "has": Narrowing.has,
}


def known_colleagues(user: User) -> list[User]:
    """Whom this reader may name: those of their teams, or everybody if they may see everything."""
    people = colleagues()
    if not user.may("ticket.see_all"):
        shared = user.memberships.model.objects.filter(
            user=OuterRef("pk"), team__in=user.memberships.values("team")
        )
        people = people.filter(Exists(shared) | Q(pk=user.pk))
    return list(people.only("pk", "full_name", "email").order_by("full_name", "pk"))


def contacts(text: str):
    """Customers by address, by the domain of their address, or by name."""
    text = text.lower().strip("@")
    if "@" in text:
        return _either(Q(email__iexact=text), Q(address=text))
    named = Q(name__icontains=text)
    if "." in text and " " not in text:
        return _either(named, Q(address__iendswith=f"@{text}") | Q(address__iendswith=f".{text}"))
    return Contact.objects.filter(named)


def _either(people: Q, addresses: Q):
    """A union, because an OR over two tables reads all of one of them."""
    found = Contact.objects.filter(people).order_by().values("pk")
    return Contact.objects.filter(
        pk__in=found.union(ContactAddress.objects.filter(addresses).order_by().values("contact_id"))
    )
