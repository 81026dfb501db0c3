"""Words that describe our people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    AGENT = "agent", _("Agent")
    LEAD = "lead", _("Team lead")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Administrator")


class Theme(TextChoices):
    AUTO = "auto", _("Like the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")
