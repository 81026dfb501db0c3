"""The customers' doors: by a secret link to one ticket, or by a letter to all of one's own."""

import datetime
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from customers.models import Contact
from portal.models import Entry
from tickets.access import may_write, public_messages, ticket_by_token
from tickets.fields import Kind
from tickets.models import AccessLink, Attachment, Message, Participant, Ticket
from tickets.queries import end_of
from tickets.setup import definitions

ENTRY_LIVES = datetime.timedelta(minutes=30)
VISIT_LASTS = datetime.timedelta(hours=12)
VISIT_KEY = "portal_contact"
_signer = Signer(salt="portal.entry")

View = Callable[..., HttpResponse]


# --- one ticket, by its secret link


def link_by(token: str) -> AccessLink:
    """The live link, if its contact still belongs to the conversation; Http404 for everything else.

    Of a ticket that was merged it leads to where that one went, if its contact takes part there; else to what
    was written in it.
    """
    link = ticket_by_token(token)
    end = end_of(link.ticket)
    if may_write(link.contact, end):
        link.ticket = end
    elif not may_write(link.contact, link.ticket):
        raise Http404("no longer part of it")
    return link


def message_by(link: AccessLink, message_id: int) -> Message:
    message = public_messages(link.ticket).filter(pk=message_id).first()
    if message is None:
        raise Http404("no such message in this conversation")
    return message


def attachment_by(link: AccessLink, attachment_id: int) -> Attachment:
    """A file of a message that this customer may read, or of a field that they see."""
    shown = Q(message__in=public_messages(link.ticket))
    if attachment_id in files_shown_on(link.ticket):
        shown |= Q(message__ticket=link.ticket)
    file = Attachment.objects.filter(shown, pk=attachment_id).select_related("blob").first()
    if file is None:
        raise Http404("no such file in this conversation")
    return file


def files_shown_on(ticket: Ticket) -> set[int]:
    """The files that are the value of a field which customers see."""
    if not ticket.custom:
        return set()
    seen = [one for one in definitions() if one.shown and one.kind is Kind.FILE]
    return {
        ticket.custom[one.key] for one in seen if one.key in ticket.custom and one.belongs_to(ticket.type_id)
    }


# --- all of one's own


def tickets_of(contact: Contact):
    """What this customer asked or takes part in, and their colleagues' if the organisation shares tickets."""
    mine = Q(requester=contact) | Q(pk__in=Participant.objects.filter(contact=contact).values("ticket"))
    organisation = contact.organisation
    if organisation and organisation.shares_tickets:
        mine |= Q(requester__organisation=organisation)
    # What went into another of theirs is that one. Not by last activity: our notes would show in it.
    inside = Q(merged_into__in=Ticket.objects.filter(mine).order_by().values("pk"))
    return Ticket.objects.filter(mine).exclude(inside).order_by("-opened_at", "-pk")


def make_entry(contact: Contact) -> str:
    """A token that lets this contact in once, within ENTRY_LIVES; yesterday's are thrown away."""
    Entry.objects.filter(made_at__lt=timezone.now() - datetime.timedelta(days=1)).delete()
    return _signer.sign(Entry.objects.create(contact=contact).nonce)


def _live(token: str):
    try:
        nonce = _signer.unsign(token)
    except BadSignature:
        return Entry.objects.none()
    return Entry.objects.filter(nonce=nonce, used_at=None, made_at__gt=timezone.now() - ENTRY_LIVES)


def entry_is_live(token: str) -> bool:
    return _live(token).exists()


def use_entry(token: str) -> Contact | None:
    """The contact it lets in; None if it is forged, old or used. Of two at once one is let in."""
    live = _live(token)
    entry = live.select_related("contact").first()
    if entry is None or not live.update(used_at=timezone.now()):
        return None
    return entry.contact


# --- the visit: a contact in the session, which is never a colleague


def begin_visit(request: HttpRequest, contact: Contact) -> None:
    request.session.cycle_key()
    request.session[VISIT_KEY] = {"id": contact.pk, "since": timezone.now().timestamp()}


def end_visit(request: HttpRequest) -> None:
    request.session.pop(VISIT_KEY, None)
    request.session.cycle_key()


def visitor(request: HttpRequest) -> Contact | None:
    """The contact who came in by a letter, for VISIT_LASTS."""
    visit = request.session.get(VISIT_KEY)
    if not visit or timezone.now().timestamp() - visit.get("since", 0) > VISIT_LASTS.total_seconds():
        return None
    return Contact.objects.filter(pk=visit["id"], erased_at=None).select_related("organisation").first()


def public(view: View) -> View:
    """Open to everybody; `request.contact` is who came in by a letter, or None. Kept by no cache."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.contact = visitor(request)
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = render(request, "portal/not_found.html", status=404)
        add_never_cache_headers(response)
        # Nobody else's server learns the address. Not no-referrer: browsers would then send the origin
        # of our own forms as "null", which the check against forged posts refuses.
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if kwargs or request.contact:
            response.headers["X-Robots-Tag"] = "noindex"
        # Django logs the path of what is refused, and ours hold secrets; the access log names the route.
        response._has_been_logged = True
        return response

    return login_not_required(open_to_all)


def for_contacts(view: View) -> View:
    """Only for customers who came in by a letter; everybody else is asked for their address."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.contact is None:
            return redirect("portal:enter")
        return view(request, *args, **kwargs)

    return public(checked)
