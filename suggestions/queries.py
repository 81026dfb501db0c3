"""What the pages ask about suggestions."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from knowledge.access import mine
from staff.models import User
from suggestions.access import answerable_by, suggestions_for
from suggestions.choices import OPEN, Source
from suggestions.models import Step, Suggestion, Support

SHELVES = ("open", "answer", "mine", "accepted", "closed", "all")


def on_shelf(user: User, show: str) -> QuerySet[Suggestion]:
    """Of those this person may see; what waits longest for an answer first, else the newest."""
    found = suggestions_for(user).standing()
    if show == "answer":
        return found.filter(pk__in=answerable_by(user).values("pk"), state__in=OPEN).order_by(
            "answer_by", "pk"
        )
    if show == "mine":
        return suggestions_for(user).filter(author=user)
    if show == "accepted":
        return found.filter(state="accepted")
    if show == "closed":
        return found.filter(state__in=("declined", "done"))
    return found if show == "all" else found.filter(state__in=OPEN)


def to_answer(user: User) -> int:
    return on_shelf(user, "answer").count() if user.may("suggestion.answer") else 0


def in_words(found: QuerySet[Suggestion], words: str) -> QuerySet[Suggestion]:
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(body__icontains=word) | Q(changed__icontains=word))
    return found


def dressed(found: QuerySet[Suggestion], user: User) -> QuerySet[Suggestion]:
    """With how many would like it too, and whether this person said so."""
    rows = Support.objects.filter(suggestion=OuterRef("pk"))
    many = rows.order_by().values("suggestion").annotate(n=Count("pk")).values("n")
    return found.annotate(supporters=Coalesce(Subquery(many), 0), liked=Exists(rows.filter(colleague=user)))


def thread(suggestion: Suggestion) -> list[Step]:
    return list(suggestion.steps.select_related("who"))


def version_seen(user: User, suggestion: Suggestion) -> bool:
    """Whether they may read the guideline that it changed."""
    version = suggestion.version
    return version is not None and mine(user).filter(pk=version.article_id).exists()


def is_from_elsewhere(suggestion: Suggestion) -> bool:
    return suggestion.source != Source.BOX
