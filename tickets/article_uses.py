"""What tickets know of an article; knowledge asks by ARTICLE_DOORS in the settings."""

from django.db.models import Count
from django.urls import reverse

from staff.models import User
from tickets.access import tickets_for
from tickets.models import ArticleOrigin, ArticleUse


def uses_of(article_id: int) -> dict[str, int]:
    """On how many tickets it was used, and on how many of them the customer opened it."""
    return ArticleUse.objects.filter(article=article_id).aggregate(
        used=Count("pk"), opened=Count("opened_at")
    )


def origin_for(user: User, article_id: int) -> tuple[str, str] | None:
    """Number and address of the ticket that it was written from, if this colleague may see that."""
    origin = ArticleOrigin.objects.filter(article=article_id, ticket__in=tickets_for(user)).first()
    if origin is None:
        return None
    return f"#{origin.ticket_id}", reverse("tickets:ticket", args=[origin.ticket_id])
