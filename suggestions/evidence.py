"""What an evaluation may tell of the thanks somebody was given: rows, never how many."""

import datetime

from django.utils.translation import gettext as _

from staff.models import User
from suggestions.models import Praise, Thanked


def thanks(user: User, since: datetime.datetime, until: datetime.datetime) -> list[dict[str, object]]:
    """Thanks that both would have read by others, and that customers praised; without words where a ticket
    would have to be seen for them. The oldest first; each has `at`, `kind`, `text` and `ticket`.
    """
    said = Thanked.objects.filter(
        colleague=user, shared=True, thanks__shared=True, thanks__said_at__range=(since, until)
    ).select_related("thanks__giver")
    rows = [
        {
            "at": one.thanks.said_at, "kind": "thanks", "ticket": one.thanks.ticket,
            "text": f"{one.thanks.giver.full_name}: {one.thanks.words}",
        }
        for one in said
    ]  # fmt: skip
    praise = Praise.objects.filter(colleague=user, noted_at__range=(since, until))
    rows += [
        {"at": one.noted_at, "kind": "praise", "ticket": one.ticket, "text": _("A customer praises the work")}
        for one in praise
    ]
    return sorted(rows, key=lambda row: row["at"])
