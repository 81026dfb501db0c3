"""Writing on a ticket: an answer, a note, a draft."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from staff.models import User
from tickets import actions, workflow
from tickets.access import message_for, ticket_for, tickets_for
from tickets.actions.drafts import files_of
from tickets.beside import writers_beside
from tickets.choices import MessageKind
from tickets.forms.writing import (
    KINDS,
    MOST_FILES,
    Composer,
    WriteForm,
    composer_for,
    composer_from,
    sent_key,
)
from tickets.macros import usable
from tickets.models import Draft, DraftFile, Message, Ticket
from tickets.page import page_for
from tickets.phrases import day_and_time
from tickets.queries import end_of
from tickets.refusals import why
from tickets.typed import signature_of, signed
from tickets.views.moves import leave, number_of
from tickets.views.shown import BRING_MESSAGES, changed, last_public, query_of, refused, ticket_page


@require_POST
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Reply or note. Whatever is wrong, the text stays in the composer."""
    ticket = page_for(request.user, number)
    kept = kept_files(request, ticket)
    form = WriteForm(request.POST, request.FILES, kept=kept, macros=usable(request.user))
    seen = form.data.get("seen", "")
    seen = int(seen) if seen.isdecimal() and len(seen) < 19 else 0
    if not form.is_valid():
        return again(request, ticket, composer_from(request.user, ticket, form, seen=seen))
    if came_by_merge(request, ticket):
        words = _("Not sent: a merge brought messages that you have not seen. Reload the page to read them.")
        form.add_error(None, words)
        return again(request, ticket, composer_from(request.user, ticket, form, seen=seen))
    if form.data.get("kind") == "reply" and (
        beside := writers_beside(ticket, request.POST.get("beside", "")[:500])
    ):
        composer = composer_from(request.user, ticket, form, seen=seen, beside=beside)
        return again(request, ticket, composer)
    try:
        said, message = send(request, ticket, form)
    except actions.StaleReply as stale:
        newest = max(message.pk for message in stale.newer)
        composer = composer_from(request.user, ticket, form, seen=newest, stale=stale.newer)
        return again(request, ticket, composer)
    except actions.MergedAway:
        return brought(request, ticket, form)
    except workflow.MoveRefused as error:
        form.add_error(None, why(error))
        return again(request, ticket, composer_from(request.user, ticket, form, seen=seen))
    except ValidationError as error:
        form.add_error(None, error)
        return again(request, ticket, composer_from(request.user, ticket, form, seen=seen))
    except PermissionDenied:
        form.add_error(None, _("Your role may not do that."))
        return again(request, ticket, composer_from(request.user, ticket, form, seen=seen))

    if form.cleaned_data["macro"] and not tickets_for(request.user).filter(pk=number).exists():
        return leave(request, said, reverse("tickets:inbox"))
    return changed(
        request, number, said, template="tickets/ticket/written.html", composer=fresh_for(request.user),
        undo=message,
    )  # fmt: skip


def fresh_for(user: User) -> Callable[[Ticket], Composer]:
    return lambda ticket: composer_for(user, ticket, last_public(ticket))


def kept_files(request: HttpRequest, ticket: Ticket) -> list[DraftFile]:
    """The files of the draft that are still ticked."""
    numbers = [number_of(text) for text in request.POST.getlist("kept")[:MOST_FILES]]
    return files_of(ticket, by=request.user, numbers=numbers)


def came_by_merge(request: HttpRequest, ticket: Ticket) -> bool:
    """Whether a merge changed the conversation after the page last heard of it: what it brought is older
    than what the writer has seen, so its numbers tell nothing.
    """
    last = request.POST.get("last_event", "")
    if request.POST.get("kind") != "reply" or not last.isdecimal() or len(last) > 18:
        return False
    return ticket.events.filter(pk__gt=int(last), kind__in=BRING_MESSAGES).exists()


@transaction.atomic
def send(request: HttpRequest, ticket: Ticket, form: WriteForm) -> tuple[str, Message | None]:
    """One action, and what the macro changes with it or not at all; the sentence that says what happened, and
    what was written.
    """
    data = form.cleaned_data
    key = sent_key(request.user, ticket, data["key"])
    macro, waits = data.get("macro"), data["kind"] == "reply" and ticket.is_supervised
    if macro:
        data["then"] = data["then"] or macro.then
    if macro and not waits:
        actions.use_macro(ticket, macro=macro, by=request.user, sent_key=key)
    if data["kind"] == "note":
        text, html = signed(data["text"], "")
        note = actions.add_note(
            ticket, by=request.user, text=text, html=html, parts=form.parts(), sent_key=key
        )
        return _("Note added."), note
    if waits:
        actions.ask_approval(
            ticket, by=request.user, **form.typed(), then=data["then"], seen=data["seen"],
            parts=form.parts(), macro=macro,
        )  # fmt: skip
        return _("Your answer waits for approval."), None
    if data.get("send_at"):
        row = actions.plan_answer(
            ticket, by=request.user, **form.typed(), send_at=data["send_at"], then=data["then"],
            seen=data["seen"], parts=form.parts(),
        )  # fmt: skip
        return _("Will be sent %(at)s.") % {"at": day_and_time(row.send_at)}, None
    text, html = signed(data["text"], signature_of(request.user, ticket))
    answer = actions.reply(
        ticket, by=request.user, text=text, html=html, recipients={"to": data["to"], "cc": data["cc"]},
        parts=form.parts(), then=data["then"], seen=data["seen"], sent_key=key,
        hold=actions.Hold(request.user.undo_seconds, **form.typed(), macro=macro),
    )  # fmt: skip
    said = _("Answer sent, ticket solved.") if data["then"] == "solve" else _("Answer sent.")
    return said, answer


@require_POST
def take_back(request: HttpRequest, message_id: int) -> HttpResponse:
    """What one has just sent, before it leaves: it is a draft again, and the ticket as it was."""
    message = message_for(request.user, message_id)
    if message.author_id != request.user.pk:
        raise Http404("not your answer")
    number = message.ticket_id
    try:
        actions.take_back(message, by=request.user)
    except actions.TooLate:
        return refused(request, number, _("Too late: the answer has left already."))
    except actions.MergedAway as error:
        return refused(request, number, " ".join(error.messages))
    said = _("Answer taken back. Nothing was sent; your text is here again.")
    page, here = reverse("tickets:ticket", args=[number]), request.htmx and request.htmx.current_url_abs_path
    if here and here.partition("?")[0] != page:  # its writer has gone on to another
        return leave(request, said, page)
    template = "tickets/ticket/taken_back.html"
    return changed(request, number, said, template=template, composer=fresh_for(request.user))


def brought(request: HttpRequest, ticket: Ticket, form: WriteForm) -> HttpResponse:
    """The ticket was merged while one wrote: nothing is sent, the text waits as a draft where it went."""
    end = end_of(Ticket.objects.get(pk=ticket.pk))
    there = tickets_for(request.user).filter(pk=end.pk).first()
    if there is None:
        form.add_error(None, _("This ticket has been merged into one of another team."))
        return again(request, ticket, composer_from(request.user, ticket, form, seen=0))
    data = form.cleaned_data
    kind = KINDS[data["kind"]]
    drafts = Draft.objects.being_written().filter(user=request.user, ticket=there, kind=kind)
    begun = drafts.values_list("text", flat=True)
    texts = [text for text in begun if text.strip() not in data["text"]]
    actions.save_draft(there, by=request.user, kind=kind, text="\n\n".join([*texts, data["text"]]))
    said = _("Not sent: #%(number)s was merged into #%(into)s meanwhile. Your text waits here.")
    url = reverse("tickets:ticket", args=[there.pk])
    return leave(request, said % {"number": ticket.pk, "into": there.pk}, url)


def again(request: HttpRequest, ticket: Ticket, composer: Composer) -> HttpResponse:
    """The composer as it was sent, saying what to put right."""
    if not request.htmx:
        return ticket_page(request, ticket.pk, status=422, composer=composer)
    context = {"ticket": ticket, "composer": composer, "query": query_of(request)}
    return render(request, "tickets/ticket/composer.html", context, status=422)


@require_POST
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Kept as one types."""
    return HttpResponse(status=204 if keep(request, ticket_for(request.user, number)) else 422)


def keep(request: HttpRequest, ticket: Ticket) -> MessageKind | None:
    """What stands in the composer is a draft, and of which kind; None if that is no kind. One text at a time:
    the draft of the other kind goes.
    """
    given = {
        name: request.POST.get(name, "").replace("\x00", "") for name in ("text", "to", "cc", "kind", "key")
    }
    kind = KINDS.get(given["kind"])
    key = sent_key(request.user, ticket, given["key"])
    if kind is None or (key and Message.objects.filter(sent_key=key).exists()):
        return kind  # it overtook nothing: the text is sent
    other = MessageKind.NOTE if kind == MessageKind.PUBLIC else MessageKind.PUBLIC
    chosen = number_of(request.POST.get("macro", ""))
    actions.save_draft(
        ticket, by=request.user, kind=kind, text=given["text"], to=given["to"], cc=given["cc"],
        instead_of=other, macro=usable(request.user).filter(pk=chosen).first() if chosen else None,
    )  # fmt: skip
    return kind
