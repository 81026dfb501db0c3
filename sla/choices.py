"""Words that describe promises."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sla import policy


class Audience(TextChoices):
    CUSTOMER = policy.Audience.CUSTOMER.value, _("Customers")
    INTERNAL = policy.Audience.INTERNAL.value, _("Colleagues only")


class AdoptHow(TextChoices):
    """How open tickets take over what changed."""

    PROSPECTIVE = policy.OnChange.PROSPECTIVE.value, _("Open tickets too, from now on")
    RETROACTIVE = policy.OnChange.RETROACTIVE.value, _("Open tickets too, as if it had always held")
