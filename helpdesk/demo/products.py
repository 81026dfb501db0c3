"""Which tickets of the demo company are about which of its products."""

from staff.models import Skill, User
from tickets.actions.product_signs import add_sign
from tickets.models import TicketType

# Product, the type and the tags that say so. Nobody has asked about mobile telephones yet.
SIGNS = (
    ("Fibre at home", "Problem", ("moving", "static-ip")),
    ("FiberBox 3", "", ("router", "return", "wifi")),
    ("Television", "", ("television",)),
)


def tell_products(by: User) -> None:
    for name, kind, tags in SIGNS:
        product = Skill.objects.get(name=name)
        if kind:
            add_sign(product, {"type": TicketType.objects.get(name=kind)}, by=by)
        for tag in tags:
            add_sign(product, {"tag": tag}, by=by)
