"""What a key may be used for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    READ = "read", _("read tickets and messages")
    OPEN = "open", _("open tickets")
    WRITE = "write", _("answer customers, and write notes")
    RECEIVE = "receive", _("pass on what customers say elsewhere, in their name")
    HIRING = "hiring", _("read the positions you take part in, and who stands for them")
