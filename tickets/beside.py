"""Two colleagues with an answer each: one hears of the other before theirs leaves, if that is wanted.

It is no lock: whoever has been told sends anyway, and it ends by itself soon after the other stops writing.
"""

from django.conf import settings

from tickets.models import Ticket
from tickets.presence import ANSWERS, Person, people_at


def writers_beside(ticket: Ticket, known: str) -> list[Person]:
    """Who else writes an answer just now, if one of them is not among those that the sender knows of: numbers
    with commas between. Of a ticket that was read with `looking` and `writing`.
    """
    if not settings.ANSWERS_ONE_AT_A_TIME:
        return []
    found = [one for one in people_at(ticket) if one.doing == ANSWERS]
    return found if {str(one.id) for one in found} - set(known.split(",")) else []
