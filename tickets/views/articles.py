"""Articles beside a ticket: found, put into what is being written, begun from it."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from knowledge.access import article_for, articles_for
from knowledge.languages import once, read_in
from knowledge.models import Article
from knowledge.queries import fitting
from knowledge.searching import search
from tickets import actions
from tickets.access import public_messages, ticket_for
from tickets.choices import MessageKind
from tickets.models import ArticleUse, Ticket
from tickets.nameless import nameless

OFFERED = 8
MOST_FOUND = 40
MOST_TEXT = 6000


@require_GET
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """What fits the ticket; with `q` what says it. Nothing that waits to be looked through again."""
    ticket = ticket_for(request.user, number)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    if words:
        usable = articles_for(request.user).published().usable()
        found = once(search(usable, words, ticket.language)[:MOST_FOUND])[:OFFERED]
    else:
        found = fitting(request.user, ticket.subject, OFFERED)
    context = {"ticket": ticket, "found": found}
    return render(request, "tickets/ticket/_articles.html", context)


@require_POST
def use(request: HttpRequest, number: int) -> HttpResponse:
    """`how` is link or text: what goes into the composer. What is ours alone goes into notes."""
    ticket = ticket_for(request.user, number)
    sent = request.POST.get("article", "")
    article = article_for(request.user, int(sent) if sent.isdecimal() and len(sent) < 10 else 0)
    if article.current is None or request.POST.get("how") not in ("link", "text"):
        raise Http404("nothing to put in")
    try:
        made = actions.use_article(ticket, article, by=request.user)
    except PermissionDenied as error:
        raise Http404("not this reader's to use") from error
    shown = _in_language_of(ticket, article)
    text = _link(made, shown) if request.POST["how"] == "link" else shown.current.body
    context = {"text": text, "kind": "reply" if article.is_public else "note"}
    return render(request, "tickets/ticket/_article_taken.html", context)


def _in_language_of(ticket: Ticket, article: Article) -> Article:
    """The customer's language for what customers read; else as it is."""
    if not article.is_public:
        return article
    every = Article.objects.public().select_related("current")
    root = every.filter(pk=article.root_id) | every.filter(source=article.root_id)
    return read_in(root, ticket.language).first() or article


def _link(made: ArticleUse, shown: Article) -> str:
    if shown.is_public:
        path = reverse("portal:followed", args=[made.token])
    else:
        path = reverse("knowledge:article", args=[shown.pk])
    title = shown.current.title.replace("[", "(").replace("]", ")")
    return f"[{title}]({settings.BASE_URL}{path})"


@require_POST
def write_from(request: HttpRequest, number: int) -> HttpResponse:
    """A draft for customers: what was asked and answered, without whose it was."""
    ticket = ticket_for(request.user, number)
    title, body = _of(ticket)
    try:
        article = actions.write_from(
            ticket, title=title, body=body, language=ticket.language, by=request.user
        )
    except (ValidationError, PermissionDenied) as error:
        raise Http404("not this colleague's to write") from error
    return redirect("knowledge:edit", article.pk)


def _of(ticket: Ticket) -> tuple[str, str]:
    """Title and text; the question as it was first put, and our last public answer."""
    said = list(public_messages(ticket).select_related("contact", "author").order_by("at", "pk"))
    names = {ticket.requester.name, str(ticket.requester.organisation or "")}
    names |= {person.name for one in said if (person := one.contact)}
    names |= {one.author.full_name for one in said if one.author}
    known = {ticket.reference, ticket.requester.email}
    asked = next((one.text for one in said if one.author is None), "")
    answers = [one.text for one in said if one.author is not None and one.kind == MessageKind.PUBLIC]
    parts = {_("What was asked"): asked, _("What helps"): answers[-1] if answers else ""}
    left = {head: nameless(text[:MOST_TEXT], names, known) for head, text in parts.items()}
    body = "\n\n".join(f"## {head}\n\n{text or _('Nothing yet.')}" for head, text in left.items())
    return nameless(ticket.subject, names, known)[:160] or _("New article"), body
