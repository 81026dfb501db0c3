"""What the palette finds: places, tickets, articles, people. Only what is theirs."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from customers.models import Contact
from knowledge.access import articles_for
from knowledge.queries import in_words
from staff.models import User
from staff.queries import teams_of
from tickets.access import tickets_for
from tickets.finding import Choice, Row
from tickets.listing_words import TITLES
from tickets.saved_views import saved_views_of
from tickets.searching import search

TICKETS, PEOPLE, PLACES, ARTICLES = 7, 5, 7, 4


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """With nothing typed: the places. With words: places, tickets, articles and customers that have them."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    context = {
        "words": words,
        "places": [place for place in places(request.user) if words.lower() in place[0].lower()][:PLACES],
        "tickets": tickets(request.user, words) if words else [],
        "articles": list(in_words(articles_for(request.user).published(), words)[:ARTICLES]) if words else [],
        "people": people(request.user, words) if len(words) > 1 else [],
    }
    return render(request, "palette/found.html", context)


# No line of the sidebar leads there.
ELSEWHERE = frozenset(
    {
        *("staff:profile", "suggestions:thanks", "staff:supervised", "staff:signatures"),
        "knowledge:missed",
        *("tickets:may_take", "tickets:gates", "tickets:hand_over"),
        *("knowledge:courses", "knowledge:sessions", "knowledge:trainees", "knowledge:ending"),
        *("evaluations:goals", "evaluations:cycles"),
        *("budget:centres", "hiring:recommendations", "hiring:about_me", "hiring:doors"),
        *("staff:chart", "staff:matrix"),
    }
)


def places(user: User) -> list[tuple[str, str, bool]]:
    """(name, address, whether the sidebar offers it already where there is room for one)."""
    inbox = reverse("tickets:inbox")
    found = [(team.name, f"{inbox}?team={team.slug}", False) for team in teams_of(user)]
    found += [(view.name, f"{inbox}?saved={view.pk}", False) for view in saved_views_of(user)]
    for name, word in _of_the_desk(user):
        try:
            found.append((word, reverse(name), name not in ELSEWHERE))
        except NoReverseMatch:
            continue
    found += [(str(word), f"{inbox}?view={view}", True) for view, word in TITLES.items()]
    found.append((_("New ticket"), reverse("tickets:new"), True))
    return found


def _of_the_desk(user: User) -> list[tuple[str, str]]:
    found = [("staff:profile", _("Your profile")), ("reports:now", _("Now"))]
    found += [("suggestions:suggestions", _("Suggestions")), ("suggestions:thanks", _("Thanks"))]
    found += [("evaluations:evaluations", _("Evaluations")), ("evaluations:goals", _("Goals"))]
    found.append(("qa:reviews", _("Reviews")))
    if user.may("evaluation.manage"):
        found.append(("evaluations:cycles", _("Cycles")))
    if user.may("training.take"):
        found += [("knowledge:training", _("Training")), ("knowledge:courses", _("Courses"))]
        found.append(("knowledge:sessions", _("Sessions")))
    if user.may("training.lead"):
        found += [("knowledge:trainees", _("People and progress")), ("knowledge:ending", _("Ending soon"))]
    found += [("staff:people", _("Colleagues")), ("staff:chart", _("Organisation chart"))]
    if user.may("skill.grant"):
        found.append(("staff:matrix", _("Skill matrix")))
    if user.may("answer.approve"):
        found += [("tickets:approvals", _("Approvals")), ("staff:supervised", _("Supervised answers"))]
        found.append(("staff:signatures", _("Signatures")))
    found += [("tickets:backups", _("Backup")), ("tickets:may_take", _("What I may take"))]
    found.append(("tickets:hand_over", _("Hand-over")))
    if user.may("routing.set"):
        found.append(("tickets:routing", _("Routing")))
    if user.may("template.manage"):
        found.append(("tickets:gates", _("Who may take what")))
    found.append(("hiring:about_me", _("Who looked at files about me")))
    if user.may("hiring.work"):
        found += [("hiring:positions", _("Hiring")), ("hiring:recommendations", _("Recommendations"))]
    if user.may("hiring.let_in"):
        found.append(("hiring:doors", _("Closed doors")))
    if user.may("budget.see"):
        found += [("budget:years", _("Budget")), ("reports:money", _("Money"))]
    if user.may("budget.manage"):
        found.append(("budget:centres", _("Cost centres")))
    if user.may("article.write"):
        found.append(("knowledge:missed", _("Looked for in vain")))
    if user.may("promise.manage"):
        found += [("scheduling:calendars", _("Opening hours")), ("sla:policies", _("Promises"))]
        found.append(("customers:organisations", _("VIP organisations")))
    if user.may("customer.erase"):
        found.append(("customers:erased", _("Erased customers")))
    return found


def tickets(user: User, words: str) -> tuple[Row, ...]:
    choice = Choice(view="all", words=words, sort="newest")
    return search(user, tickets_for(user), choice, rows=TICKETS).page.rows


def people(user: User, words: str) -> list[Contact]:
    """Customers who have asked something that this colleague may see."""
    asked = tickets_for(user).filter(requester=OuterRef("pk")).order_by()
    found = Contact.objects.filter(Exists(asked)).select_related("organisation")
    for word in words.split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return list(found[:PEOPLE])
