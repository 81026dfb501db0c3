"""Which article helped on which ticket, and which was written from one."""

import secrets

from django.db import models
from django.utils import timezone

from tickets.models.ticket import Ticket


def new_token() -> str:
    return secrets.token_urlsafe(12)


class ArticleUse(models.Model):
    """An article that a colleague put into what they wrote. `token` stands in the customer's link and says
    nothing of the ticket; `opened_at` is when it was first followed, however often it is.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="article_uses")
    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="uses")
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    token = models.CharField(max_length=20, unique=True, default=new_token)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "article"], name="article_use_once_a_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.ticket_id}"


class ArticleOrigin(models.Model):
    """The ticket that an article was written from."""

    article = models.OneToOneField("knowledge.Article", on_delete=models.CASCADE, related_name="origin")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.article_id} from {self.ticket_id}"
