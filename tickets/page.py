"""A ticket with everything around it that its page shows, in one statement."""

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject
from django.http import Http404
from django.utils import timezone

from lib.prepared import Prepared
from outbox.choices import LetterState
from staff.models import Team, User
from staff.queries import supervised_in
from tickets import addressees, drafted
from tickets.access import tickets_for
from tickets.choices import ACTIVE, Channel, MessageKind
from tickets.models import (
    AccessLink,
    ChecklistItem,
    ChecklistTemplate,
    Draft,
    DraftFile,
    Escalation,
    Follow,
    Message,
    Presence,
    Seen,
    Ticket,
    TicketField,
    TicketType,
)
from tickets.presence import LOOKING_FOR, WRITING_FOR, people_at, told
from tickets.setup import with_types

# An answer that has no letter by then gets none: it was imported, or there is nobody to send it to.
LETTER_COMES_WITHIN = datetime.timedelta(minutes=15)
UNDER_WAY = (LetterState.QUEUED, LetterState.SENDING)
OTHERS_SHOWN = 5
SHARED = Q(shared_at__isnull=False)


def page_for(user: User, number: int) -> Ticket:
    """The ticket with `seen_at`, `draft_files` and every draft (sorted into `own_drafts`, `planned`, `asked`,
    `shared`, `taken`), `writing`, `looking`, `people`, `colleagues`, `every_team`, `escalated`, `others`,
    `others_total`, `others_open`, `live_links`, `pending`. Http404 if it is not theirs to see.
    """
    now = timezone.now()
    found = _page(
        user.role,
        user.is_active,
        user_id=user.pk,
        number=number,
        now=now,
        lately=now - WRITING_FOR,
        just_now=now - LOOKING_FOR,
        young=now - LETTER_COMES_WITHIN,
    )
    if not found:
        raise Http404(f"no ticket {number} for you")
    return drafted.sort_out(found[0], user.pk)


@Prepared
def _page(
    role: str,
    is_active: bool,
    *,
    user_id: int,
    number: int,
    now: datetime.datetime,
    lately: datetime.datetime,
    just_now: datetime.datetime,
    young: datetime.datetime,
) -> QuerySet[Ticket]:
    user = User(pk=user_id, role=role, is_active=is_active)
    tickets = tickets_for(user).for_rows().filter(number=number)
    return tickets.annotate(
        **_around(user, now), **_others_at_it(user, lately, just_now), pending=_pending(young, now)
    )


def mark_of(user: User, number: int) -> str:
    """What changes whenever something on the page does: the revision, the letters still under way, and who
    else is there. Http404 if it is not theirs to see.
    """
    now = timezone.now()
    found = _mark(
        user.role, user.is_active, user_id=user.pk, number=number, now=now,
        lately=now - WRITING_FOR, just_now=now - LOOKING_FOR, young=now - LETTER_COMES_WITHIN,
    )  # fmt: skip
    if not found:
        raise Http404(f"no ticket {number} for you")
    return mark(found[0])


@Prepared
def _mark(
    role: str,
    is_active: bool,
    *,
    user_id: int,
    number: int,
    now: datetime.datetime,
    lately: datetime.datetime,
    just_now: datetime.datetime,
    young: datetime.datetime,
) -> QuerySet[Ticket]:
    user = User(pk=user_id, role=role, is_active=is_active)
    tickets = tickets_for(user).filter(number=number).only("revision")
    return tickets.annotate(**_others_at_it(user, lately, just_now), pending=_pending(young, now))


def mark(ticket: Ticket) -> str:
    return f"{ticket.revision}.{ticket.pending}.{told(people_at(ticket))}.{drafted.told(ticket)}"


def under_way(young: datetime.datetime) -> Q:
    """Answers by email whose letter has neither left nor failed. Without a letter: those after `young`."""
    letters = Q(letter=None, at__gt=young) | Q(letter__state__in=UNDER_WAY)
    return Q(kind=MessageKind.PUBLIC, author__isnull=False, channel=Channel.EMAIL) & letters


def is_under_way(message: Message) -> bool:
    """The same, of a message that was read with its letter."""
    if message.kind != MessageKind.PUBLIC or not message.author_id or message.channel != Channel.EMAIL:
        return False
    if message.letter is None:
        return message.at > timezone.now() - LETTER_COMES_WITHIN
    return message.letter.state in UNDER_WAY


def _pending(young: datetime.datetime, now: datetime.datetime) -> Coalesce:
    """Letters under way; an answer that can still be taken back counts twice, so that its end shows."""
    rows = Message.objects.filter(under_way(young), ticket=OuterRef("pk"))
    return _count(rows, "ticket", Count("pk") + Count("pk", filter=Q(held_until__gt=now)))


def _count(rows: QuerySet, group: str, what: Combinable | None = None) -> Coalesce:
    counted = rows.order_by().values(group).annotate(n=what or Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _rows(rows: QuerySet, **fields: str) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**fields)))


def _others_at_it(user: User, lately: datetime.datetime, just_now: datetime.datetime) -> dict[str, Any]:
    here = {"ticket": OuterRef("pk"), "user__is_active": True}
    recent = Q(saved_at__gt=lately)
    drafts = Draft.objects.being_written().filter(recent | SHARED, **here)
    drafts = drafts.annotate(
        recent=ExpressionWrapper(recent, BooleanField()),
        shared=ExpressionWrapper(SHARED, BooleanField()),
    )
    writing = drafts.exclude(user=user)
    looking = Presence.objects.filter(at__gt=just_now, **here).exclude(user=user)
    return {
        "writing": _rows(
            writing.order_by("pk"),
            id="user",
            name="user__full_name",
            kind="kind",
            recent="recent",
            draft="pk",
            edit="edit",
            shared="shared",
        ),
        "looking": _rows(looking.order_by("pk"), id="user", name="user__full_name"),
    }


def _around(user: User, now: datetime.datetime) -> dict[str, Any]:
    here = {"ticket": OuterRef("pk")}
    others = tickets_for(user).filter(requester=OuterRef("requester")).exclude(pk=OuterRef("pk"))
    around = {
        "team_signature": F("team__signature"),
        "team_signatures": F("team__signatures"),
        "seen_at": Subquery(Seen.objects.filter(user=user, **here).values("at")),
        "every_draft": _rows(
            Draft.objects.filter(
                Q(user=user) | Q(send_at__isnull=False) | Q(asked_at__isnull=False) | SHARED,
                message=None, **here,
            ).order_by("-saved_at", "pk"),
            id="pk", user="user", name="user__full_name", kind="kind", text="text", to="to", cc="cc",
            saved_at="saved_at", macro="macro", then="then", seen="seen", send_at="send_at",
            asked_at="asked_at", shared_at="shared_at", edit="edit", taken_from="taken_from",
        ),
        "is_supervised": Exists(supervised_in(user, OuterRef("team"))),
        "draft_files": _rows(
            DraftFile.objects.filter(draft__ticket=OuterRef("pk"), draft__message=None).order_by("pk"),
            id="pk", draft="draft", name="name", size="blob__size",
        ),
        **addressees.columns(),
        "colleagues": _rows(
            User.objects.filter(is_active=True, memberships__team=OuterRef("team")).order_by("full_name"),
            id="pk", name="full_name",
        ),
        "every_team": _rows(
            Team.objects.filter(active=True).order_by("name"), id="pk", name="name", colour="colour"
        ),
        "others": _rows(
            others.order_by("-active_at", "-number")[:OTHERS_SHOWN],
            number="number", subject="subject", state="state",
        ),
        "every_type": _rows(TicketType.objects.in_use(), id="pk", name="name", help="help"),
        "every_field": _rows(
            with_types(TicketField.objects.in_use()), key="key", name="name", kind="kind", options="options",
            required="required", shown="shown", help="help", types="type_ids",
        ),
        "type_name": F("type__name"),
        "every_item": _rows(
            ChecklistItem.objects.filter(checklist__ticket=OuterRef("pk")).order_by(
                "checklist", "position", "pk"
            ),
            id="pk", list="checklist", name="checklist__name", text="text", required="required",
            done="done_at", by="done_by__full_name",
        ),
        "followers": _rows(
            Follow.objects.filter(ticket=OuterRef("pk"), user__is_active=True).order_by("pk"),
            id="user", name="user__full_name",
        ),
        "every_checklist": _rows(ChecklistTemplate.objects.in_use(), id="pk", name="name"),
        "escalated": Exists(Escalation.objects.filter(ended_at=None, **here)),
        "others_total": _count(others, "requester"),
        "others_open": _count(others.filter(state__in=ACTIVE), "requester"),
    }  # fmt: skip
    if user.may("quarantine.see"):  # leads and above
        around["live_links"] = _rows(
            AccessLink.objects.filter(revoked_at=None, expires_at__gt=now, **here).order_by("pk"),
            id="pk", name="contact__name", email="contact__email",
        )  # fmt: skip
    return around
