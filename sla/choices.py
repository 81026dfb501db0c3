"""Words that describe promises."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from scheduling.choices import ADOPTION, AdoptHow
from sla import policy

__all__ = ["ADOPTION", "AdoptHow", "Audience"]


class Audience(TextChoices):
    CUSTOMER = policy.Audience.CUSTOMER.value, _("Customers")
    INTERNAL = policy.Audience.INTERNAL.value, _("Colleagues only")
