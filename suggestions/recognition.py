"""What a colleague reads of thanks and of praise."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q, QuerySet

from staff.models import User
from staff.queries import teams_of
from suggestions.access import references_seen, thanked_in
from suggestions.models import Praise, Thanks


def thanks_seen(user: User, show: str = "") -> QuerySet[Thanks]:
    """ "mine" what was said to them, "said" what they said; else what their teams may read. Each names those
    thanked whom this person may know of, in `names`.
    """
    seen = thanked_in(user)
    if show == "mine":
        rows = seen.filter(colleague=user)
    elif show == "said":
        rows = seen.filter(thanks__giver=user)
    else:
        rows = seen.filter(shared=True, thanks__shared=True)
    named = Prefetch("thanked", thanked_in(user).select_related("colleague"), to_attr="names")
    found = Thanks.objects.filter(pk__in=rows.values("thanks"))
    return found.select_related("giver").prefetch_related(named)


@dataclass(frozen=True)
class Said:
    """`words` is None for whoever may not see the ticket."""

    praise: Praise
    words: str | None


def praise_seen(user: User, number: str | None, size: int) -> Page:
    """To them, to their teams; with the words where they may see the ticket."""
    if not user.may("thanks.say"):
        return Paginator(Praise.objects.none(), size).get_page(1)
    rows = Praise.objects.filter(Q(colleague=user) | Q(team__in=teams_of(user).values("pk")))
    page = Paginator(rows.select_related("colleague", "team"), size).get_page(number)
    seen = references_seen(user, "ticket", {str(one.ticket) for one in page.object_list})
    page.object_list = [
        Said(one, one.words if str(one.ticket) in seen else None)
        for one in page.object_list
        if str(one.ticket) in seen or one.colleague_id == user.pk
    ]
    return page
