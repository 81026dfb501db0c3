"""By what a ticket is known to be about a product."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.models.template import TicketType


class ProductSign(models.Model):
    """Tickets of this type, or with this tag, are about the product: a skill of that kind. Which products a
    ticket is about: tickets.products.
    """

    product = models.ForeignKey("staff.Skill", on_delete=models.CASCADE, related_name="signs")
    type = models.ForeignKey(TicketType, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    tag = models.CharField(_("tag"), max_length=40, blank=True)

    class Meta:
        ordering = ["product__name", "type__position", "tag", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(type=None) & ~Q(tag="") | Q(type__isnull=False, tag=""),
                name="product_sign_of_one_kind",
            ),
            models.UniqueConstraint(
                fields=["product", "type", "tag"], name="product_sign_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type or self.tag}: {self.product}"

    @property
    def said(self) -> str:
        """As a manager reads it: the type, or the tag."""
        return self.type.name if self.type else f"#{self.tag}"
