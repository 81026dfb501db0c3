"""Articles that somebody looks after who leaves."""

from django.utils.translation import ngettext

from knowledge.models import Article
from staff.models import User


def left_behind(user: User) -> list[tuple[str, int]]:
    count = Article.objects.in_use().filter(owner=user).count()
    words = ngettext(
        "article is looked after by somebody else", "articles are looked after by somebody else", count
    )
    return [(words, count)] if count else []


def hand_over(user: User, *, by: User, to: User | None) -> None:
    """To whoever takes over, else to whoever lets them go: somebody must hear when it is to be read again."""
    Article.objects.in_use().filter(owner=user).update(owner=to or by)
