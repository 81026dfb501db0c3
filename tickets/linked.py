"""What the panel of a ticket says of others: its links, what was merged into it, what looks like the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from staff.models import User
from tickets import actions
from tickets.access import tickets_for
from tickets.candidates import alike
from tickets.choices import ACTIVE, LinkKind
from tickets.models import Merge, Ticket, TicketLink

MOST = 50
# (kind, whether this ticket is the `one`) → what the others are to it.
HEADS: Mapping[tuple[str, bool], LazyText] = {
    (LinkKind.CHILD, True): _("Parent"),
    (LinkKind.CHILD, False): _("Children"),
    (LinkKind.INCIDENT, True): _("Problem"),
    (LinkKind.INCIDENT, False): _("Incidents"),
    (LinkKind.DUPLICATE, True): _("Duplicate of"),
    (LinkKind.DUPLICATE, False): _("Duplicates"),
    (LinkKind.SPLIT, True): _("Split from"),
    (LinkKind.SPLIT, False): _("Split off from this one"),
    (LinkKind.RELATED, True): _("Related"),
}
# What a colleague says of this ticket: the word in the form → kind, and whether this ticket is the `one`.
WAYS: Mapping[str, tuple[str, bool, LazyText]] = {
    "related": (LinkKind.RELATED, True, _("is related to")),
    "duplicate": (LinkKind.DUPLICATE, True, _("is a duplicate of")),
    "child": (LinkKind.CHILD, True, _("is a child of")),
    "parent": (LinkKind.CHILD, False, _("is the parent of")),
    "incident": (LinkKind.INCIDENT, True, _("is an incident of the problem")),
    "problem": (LinkKind.INCIDENT, False, _("is the problem behind")),
}


@dataclass
class Group:
    head: LazyText
    rows: list[tuple[TicketLink, Ticket]] = field(default_factory=list)


@dataclass
class Linked:
    """`hidden` are links to tickets that the reader may not see; they are only counted."""

    groups: list[Group]
    hidden: int
    merges: list[Merge]
    alike: list[Ticket]
    has_children: bool
    open_children: int


def linked_of(user: User, ticket: Ticket) -> Linked:
    """Only tickets that this colleague may see."""
    links = list(
        TicketLink.objects.filter(Q(one=ticket) | Q(other=ticket)).order_by("kind", "pk")[: MOST + 1]
    )[:MOST]
    others = {link.other_id if link.one_id == ticket.pk else link.one_id for link in links}
    seen = {row.pk: row for row in tickets_for(user).for_rows().filter(pk__in=others)}
    groups: dict[tuple[str, bool], Group] = {}
    for link in links:
        is_one = link.one_id == ticket.pk
        key = link.kind, is_one or link.kind == LinkKind.RELATED
        if other := seen.get(link.other_id if is_one else link.one_id):
            groups.setdefault(key, Group(HEADS[key])).rows.append((link, other))
    order = list(HEADS)
    children = groups.get((LinkKind.CHILD, False))
    return Linked(
        groups=[groups[key] for key in sorted(groups, key=order.index)],
        hidden=len(others - set(seen)),
        merges=merges_into(user, ticket),
        alike=[one for one in alike_to(user, ticket) if one.pk not in others],
        has_children=any(link.kind == LinkKind.CHILD and link.other_id == ticket.pk for link in links),
        open_children=sum(other.state in ACTIVE for _link, other in children.rows) if children else 0,
    )


def alike_to(user: User, ticket: Ticket) -> list[Ticket]:
    if ticket.merged_into_id or ticket.state not in ACTIVE:
        return []
    return alike(user, ticket.requester_id, ticket.subject, but=ticket.pk, at=ticket.opened_at)


def merges_into(user: User, ticket: Ticket) -> list[Merge]:
    """What is merged into it now, with `may_undo` and the source if the reader may see it."""
    rows = list(
        Merge.objects.filter(target=ticket, undone_at=None)
        .select_related("source", "by")
        .order_by("-pk")[:MOST]
    )
    seen = set(tickets_for(user).filter(pk__in=[row.source_id for row in rows]).values_list("pk", flat=True))
    now = timezone.now()
    for row in rows:
        row.is_seen = row.source_id in seen
        row.may_undo = row.is_seen and now <= actions.undo_until(row) and not ticket.merged_into_id
    return rows
