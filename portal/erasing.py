"""The customers' doors close behind one who is erased."""

from customers.models import Erasure
from portal.models import Entry


def go_on(erasure: Erasure) -> bool:
    """Their letters that let them in. A visit ends by itself: nobody erased is let on (access.visitor)."""
    Entry.objects.filter(contact=erasure.contact_id).delete()
    return True
