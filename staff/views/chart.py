"""Who reports to whom, as a nested list."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from staff.access import people_for
from staff.models import User
from staff.views.people_tabs import tabbed


@dataclass
class Node:
    """Somebody with those who report to them; `below` counts all of them, however deep."""

    person: User
    reports: list["Node"] = field(default_factory=list)
    below: int = 0


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    if not request.user.may("people.see"):
        raise Http404("not for this reader")
    found = people_for(request.user).filter(is_active=True).prefetch_related("teams")
    roots = forest(list(found))
    lines = [node for node in roots if node.reports]
    loose = [node.person for node in roots if not node.reports]
    context = tabbed(request.user, "staff:chart", roots=lines, loose=loose)
    return render(request, "staff/chart.html", context)


def forest(people: list[User]) -> list[Node]:
    """Those at the top, whoever has the most below first. Who reports to somebody that left stands at the
    top.
    """
    nodes = {person.pk: Node(person) for person in people}
    children: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes.values():
        above = node.person.reports_to_id
        children[above if above in nodes else None].append(node)
    ordered = list(children[None])
    for node in ordered:  # grows while it is walked: above comes before below
        node.reports = sorted(children[node.person.pk], key=lambda one: one.person.full_name)
        ordered += node.reports
    for node in reversed(ordered):
        node.below = sum(1 + one.below for one in node.reports)
    return sorted(children[None], key=lambda node: (-node.below, node.person.full_name))
