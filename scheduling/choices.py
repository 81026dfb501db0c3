"""Words that describe opening hours and what follows from them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AdoptHow(TextChoices):
    """How open tickets take over what changed; not at all when it holds for new tickets only."""

    PROSPECTIVE = "prospective", _("Open tickets too, from now on")
    RETROACTIVE = "retroactive", _("Open tickets too, as if it had always held")


ADOPTION = [("", _("New tickets only")), *AdoptHow.choices]
