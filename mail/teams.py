"""What a team has to do with mail."""

from django.utils.translation import ngettext

from mail.models import Mailbox
from staff.models import Team


def mailboxes_of(team: Team) -> list[tuple[str, int]]:
    """Mail would go on coming in for a team that is closed: in words, with how many there are."""
    number = Mailbox.objects.filter(team=team, active=True).count()
    return [(ngettext("mailbox", "mailboxes", number), number)] if number else []
